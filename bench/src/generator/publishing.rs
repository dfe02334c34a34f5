//! [`Publishing`]: one connection publishes, and many receive what it publishes.

use std::io;
use std::time::{Duration, Instant};

use super::connections::{Connections, PATIENCE};
use super::load::Load;
use crate::dialect::{Dialect, Instance, Method, number_after};

/// The room in which everything is published.
pub(crate) const ROOM: Instance<'static> = Instance {
    actor: "chat",
    id: "hall",
};

/// The connections that listen, and one more that publishes.
pub(crate) struct Publishing {
    dialect: Dialect,
    connections: Connections,
    listeners: usize,
    /// What was published so far.
    published: usize,
    /// The last that each listener has received.
    received: Vec<usize>,
}

/// One thing that is being delivered.
struct Delivery {
    sent: Instant,
    /// How many have not received it yet.
    left: usize,
}

impl Publishing {
    /// Connects and subscribes so many listeners.
    ///
    /// # Errors
    ///
    /// The server does not take them.
    pub(crate) fn new(dialect: Dialect, mut connections: Connections) -> io::Result<Self> {
        let listeners = connections.len() - 1;
        let get = Method {
            name: "getMessages",
            input: "{}",
        };
        for connection in 0..listeners {
            connections.queue(connection, &dialect.listen(ROOM));
        }
        connections.flush()?;
        // Answered after the subscription has been made, because it came after it.
        let text = |_| dialect.call(1, ROOM, get);
        connections.ask_all(text, |text| dialect.answered(text) == Some(1))?;
        Ok(Self {
            dialect,
            connections,
            listeners,
            published: 0,
            received: vec![0; listeners],
        })
    }

    /// Publishes for a while, the next when one has reached everyone, with so many at a time.
    ///
    /// # Errors
    ///
    /// A connection broke, or something was not delivered, or not in order.
    pub(crate) fn run_for(&mut self, duration: Duration, in_flight: usize) -> io::Result<Load> {
        let begun = Instant::now();
        let end = begun + duration;
        let mut load = Load::new();
        let first = self.published + 1;
        let mut deliveries: Vec<Delivery> = Vec::new();
        let mut under_way = 0;
        loop {
            while under_way < in_flight && Instant::now() < end {
                deliveries.push(self.publish()?);
                under_way += 1;
            }
            if under_way == 0 {
                return load.finish(begun.elapsed());
            }
            let Self {
                connections,
                received: last,
                dialect,
                ..
            } = self;
            connections.turn(end + PATIENCE, &mut |received| {
                if dialect.answered(received.text).is_some() {
                    return;
                }
                let Some(number) = number_after(received.text, br#""text":""#) else {
                    load.note_other(received.text);
                    return;
                };
                if std::mem::replace(&mut last[received.connection], number) + 1 != number {
                    load.fail("a delivery is missing, doubled or out of order");
                }
                let delivery = &mut deliveries[number - first];
                load.note(received.at - delivery.sent);
                delivery.left -= 1;
                under_way -= usize::from(delivery.left == 0);
            })?;
        }
    }

    fn publish(&mut self) -> io::Result<Delivery> {
        self.published += 1;
        let input = format!(
            r#"{{"text":"{:08} and some words that make a message."}}"#,
            self.published
        );
        let send = Method {
            name: "sendMessage",
            input: &input,
        };
        let text = self.dialect.call(0, ROOM, send);
        let at = Instant::now();
        self.connections.send(self.listeners, &text)?;
        Ok(Delivery {
            sent: at,
            left: self.listeners,
        })
    }
}
