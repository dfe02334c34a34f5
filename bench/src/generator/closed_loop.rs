//! [`ClosedLoop`]: each caller sends its next call when the last is answered,
//! so that the server sets the pace. Latencies are those of a caller who waits.

use std::io;
use std::time::{Duration, Instant};

use super::connections::{Connections, PATIENCE};
use super::frame;
use super::load::Load;
use crate::dialect::Dialect;

/// Calls that are sent again and again over some connections.
pub(crate) struct ClosedLoop {
    dialect: Dialect,
    connections: Connections,
    in_flight: usize,
    /// The frame of each call that may be in flight, by connection.
    frames: Vec<Vec<u8>>,
    sent: Vec<Instant>,
}

impl ClosedLoop {
    /// Makes calls over the connections, so many at a time over each of them;
    /// `text` is that of a call over a connection, by its id.
    pub(crate) fn new(
        dialect: Dialect,
        connections: Connections,
        in_flight: usize,
        text: impl Fn(usize, usize) -> String,
    ) -> Self {
        let calls = connections.len() * in_flight;
        let frames = (0..calls).map(|call| {
            let mut frame = Vec::new();
            let text = text(call / in_flight, call % in_flight);
            frame::write_text(&mut frame, text.as_bytes());
            frame
        });
        Self {
            dialect,
            frames: frames.collect(),
            in_flight,
            sent: vec![Instant::now(); calls],
            connections,
        }
    }

    /// Calls for a while.
    ///
    /// # Errors
    ///
    /// A connection broke, a call failed, or an answer does not come.
    pub(crate) fn run_for(&mut self, duration: Duration) -> io::Result<Load> {
        let end = Instant::now() + duration;
        self.run(end, |at, _| at < end)
    }

    /// Makes so many calls; `renew` may change the frame of each before it is sent.
    ///
    /// # Errors
    ///
    /// A connection broke, a call failed, or an answer does not come.
    pub(crate) fn run_times(
        &mut self,
        calls: usize,
        mut renew: impl FnMut(&mut [u8]),
    ) -> io::Result<Load> {
        let mut left = calls;
        self.run(Instant::now(), |_, frame| {
            let goes_on = left > 0;
            if goes_on {
                left -= 1;
                renew(frame);
            }
            goes_on
        })
    }

    /// Calls as long as `goes_on` says so, and then waits for the last answers.
    fn run(
        &mut self,
        expected: Instant,
        mut goes_on: impl FnMut(Instant, &mut [u8]) -> bool,
    ) -> io::Result<Load> {
        let begun = Instant::now();
        let mut load = Load::new();
        let mut waiting = self.begin(begun, &mut goes_on)?;
        let Self {
            dialect,
            connections,
            in_flight,
            frames,
            sent,
        } = self;
        while waiting > 0 {
            let deadline = expected.max(Instant::now()) + PATIENCE;
            connections.turn(deadline, &mut |received| {
                let Some(id) = dialect.answered(received.text) else {
                    load.note_other(received.text);
                    return;
                };
                let call = received.connection * *in_flight + id;
                load.note(received.at - sent[call]);
                if goes_on(received.at, &mut frames[call]) {
                    sent[call] = received.at;
                    received.outgoing.extend_from_slice(&frames[call]);
                } else {
                    waiting -= 1;
                }
            })?;
        }
        load.finish(begun.elapsed())
    }

    /// Sends the first calls; how many they are.
    fn begin(
        &mut self,
        now: Instant,
        goes_on: &mut impl FnMut(Instant, &mut [u8]) -> bool,
    ) -> io::Result<usize> {
        let mut waiting = 0;
        for (call, frame) in self.frames.iter_mut().enumerate() {
            if goes_on(now, frame) {
                let connection = call / self.in_flight;
                self.connections.queue_frame(connection, frame);
                self.sent[call] = now;
                waiting += 1;
            }
        }
        self.connections.flush()?;
        Ok(waiting)
    }
}
