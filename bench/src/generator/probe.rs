//! [`Probe`]: one caller who notices how long it has to wait while others load the server.

use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use super::connections::{Connections, PATIENCE};
use super::load::Load;
use crate::dialect::{Dialect, INCREMENT, Instance};

/// A caller who sends the next call as soon as the last is answered.
pub(crate) struct Probe {
    dialect: Dialect,
    connections: Connections,
    text: String,
    /// When the call that is in flight was sent.
    sent: Option<Instant>,
}

impl Probe {
    /// Connects.
    ///
    /// # Errors
    ///
    /// The server does not take it.
    pub(crate) fn new(dialect: Dialect, address: SocketAddr) -> io::Result<Self> {
        let instance = Instance {
            actor: "counter",
            id: "probe",
        };
        Ok(Self {
            dialect,
            connections: Connections::open(address, 1)?,
            text: dialect.call(0, instance, INCREMENT),
            sent: None,
        })
    }

    /// Sends a call if there is none in flight, and notes the answer if it has come.
    ///
    /// # Errors
    ///
    /// The connection broke, or the call failed.
    pub(crate) fn step(&mut self, load: &mut Load) -> io::Result<()> {
        let sent = if let Some(sent) = self.sent {
            sent
        } else {
            let now = Instant::now();
            self.connections.send(0, &self.text)?;
            *self.sent.insert(now)
        };
        self.connections
            .turn_now(&mut |received| match self.dialect.answered(received.text) {
                Some(_) => {
                    load.note(received.at - sent);
                    self.sent = None;
                }
                None => load.note_other(received.text),
            })
    }

    /// Waits for the last answer, and notes how long that took.
    ///
    /// # Errors
    ///
    /// The answer does not come.
    pub(crate) fn settle(&mut self, load: &mut Load) -> io::Result<()> {
        let begun = Instant::now();
        while self.sent.is_some() {
            if begun.elapsed() > PATIENCE {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.step(load)?;
        }
        Ok(())
    }
}
