//! [`Probe`]: one caller who notices how long it has to wait while others load the server.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::connections::{Connections, PATIENCE};
use super::load::Load;
use crate::dialect::{Dialect, INCREMENT, Instance};

/// How often it calls, however long it waits for the answers.
const INTERVAL: Duration = Duration::from_micros(500);

/// A caller who calls at a fixed rate. A wait counts from when the call was due,
/// so that a server that stalls is charged for all calls that were due meanwhile
/// (no coordinated omission).
pub(crate) struct Probe {
    dialect: Dialect,
    connections: Connections,
    /// When the first call was due; that of number n is due so many intervals later.
    begun: Instant,
    sent: u32,
    answered: u32,
}

impl Probe {
    /// Connects.
    ///
    /// # Errors
    ///
    /// The server does not take it.
    pub(crate) fn new(dialect: Dialect, address: SocketAddr) -> io::Result<Self> {
        Ok(Self {
            dialect,
            connections: Connections::open(address, 1)?,
            begun: Instant::now(),
            sent: 0,
            answered: 0,
        })
    }

    /// Calls anew from now on; nothing was due before.
    pub(crate) fn begin(&mut self) {
        self.begun = Instant::now();
        self.sent = 0;
        self.answered = 0;
    }

    /// Sends the calls that are due, and notes the answers that have come.
    ///
    /// # Errors
    ///
    /// The connection broke, or a call failed.
    pub(crate) fn step(&mut self, load: &mut Load) -> io::Result<()> {
        let now = Instant::now();
        while self.begun + INTERVAL * self.sent <= now {
            self.call()?;
        }
        self.listen(load)
    }

    /// Waits for the last answers, and notes how long they took.
    ///
    /// # Errors
    ///
    /// An answer does not come.
    pub(crate) fn settle(&mut self, load: &mut Load) -> io::Result<()> {
        let begun = Instant::now();
        while self.answered < self.sent && !load.has_failed() {
            if begun.elapsed() > PATIENCE {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.listen(load)?;
        }
        Ok(())
    }

    fn call(&mut self) -> io::Result<()> {
        let instance = Instance {
            actor: "counter",
            id: "probe",
        };
        let number = usize::try_from(self.sent).map_err(io::Error::other)?;
        let text = self.dialect.call(number, instance, INCREMENT);
        self.sent += 1;
        self.connections.send(0, &text)
    }

    fn listen(&mut self, load: &mut Load) -> io::Result<()> {
        let Self {
            dialect,
            connections,
            begun,
            answered,
            ..
        } = self;
        connections.turn_now(&mut |received| match dialect.answered(received.text) {
            Some(number) => {
                let number = u32::try_from(number).expect("it is that of a call");
                load.note(received.at - (*begun + INTERVAL * number));
                *answered += 1;
            }
            None => load.note_other(received.text),
        })
    }
}
