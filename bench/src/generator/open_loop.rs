//! [`OpenLoop`]: calls come at a fixed rate, whatever the server does. A latency
//! counts from when the call was due, so that a server that stalls is charged
//! for all who would have come meanwhile (no coordinated omission).

use std::io;
use std::time::{Duration, Instant};

use memchr::memmem;

use super::connections::{Connections, PATIENCE};
use super::frame;
use super::load::Load;
use crate::dialect::{Dialect, overwrite};

/// Calls at a fixed rate over some connections in turn.
pub(crate) struct OpenLoop {
    dialect: Dialect,
    connections: Connections,
    /// One frame for each connection; its id changes from call to call.
    frames: Vec<Vec<u8>>,
    /// Where the id is in each frame.
    id: Vec<usize>,
}

impl OpenLoop {
    /// Makes calls over the connections; `text` is that of a call with the id 0.
    pub(crate) fn new(
        dialect: Dialect,
        connections: Connections,
        text: impl Fn(usize) -> String,
    ) -> Self {
        let frames = (0..connections.len()).map(|connection| {
            let mut frame = Vec::new();
            frame::write_text(&mut frame, text(connection).as_bytes());
            frame
        });
        let frames: Vec<_> = frames.collect();
        let id = frames.iter().map(|frame| {
            let field = br#""id":""#;
            memmem::find(frame, field).expect("a call has an id") + field.len()
        });
        Self {
            id: id.collect(),
            dialect,
            connections,
            frames,
        }
    }

    /// Calls so often per second for a while, and then waits for the last answers.
    ///
    /// # Errors
    ///
    /// A connection broke, a call failed, or an answer does not come.
    pub(crate) fn run(&mut self, per_second: u32, duration: Duration) -> io::Result<Load> {
        let interval = Duration::from_secs(1) / per_second;
        let calls = duration.as_nanos() / interval.as_nanos();
        let calls = usize::try_from(calls).map_err(io::Error::other)?;
        let due = |call: usize| interval * u32::try_from(call).expect("a load is not that long");

        let begun = Instant::now();
        let mut load = Load::new();
        let (mut sent, mut waiting) = (0, calls);
        while waiting > 0 {
            let now = begun.elapsed();
            if now > duration + PATIENCE {
                load.fail("the server does not answer");
                break;
            }
            let mut touched = false;
            while sent < calls && due(sent) <= now {
                self.queue(sent);
                sent += 1;
                touched = true;
            }
            if touched {
                self.connections.flush()?;
            }
            // It never sleeps: the system would wake it too late.
            self.connections.turn_now(
                &mut |received| match self.dialect.answered(received.text) {
                    Some(call) => {
                        load.note((received.at - begun).saturating_sub(due(call)));
                        waiting -= 1;
                    }
                    None => load.note_other(received.text),
                },
            )?;
        }
        load.finish(begun.elapsed())
    }

    fn queue(&mut self, call: usize) {
        let connection = call % self.frames.len();
        overwrite(&mut self.frames[connection], self.id[connection], call);
        self.connections
            .queue_frame(connection, &self.frames[connection]);
    }
}
