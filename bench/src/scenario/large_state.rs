//! `sendMessage` in rooms that have many messages already: the processor time
//! of each call, with and without somebody who follows the state.

use std::io;

use super::rate::{each, processor_time};
use crate::arguments::Effort;
use crate::dialect::{Dialect, Instance, Method};
use crate::generator::{ClosedLoop, Connections};
use crate::outcome::{Case, Outcome, Unit};
use crate::server::Server;
use crate::target::Target;

/// How many messages a room has at first, and how many rooms share the calls so
/// that none grows by much meanwhile.
const ROOMS: [(usize, usize); 4] = [(100, 100), (1_000, 20), (10_000, 5), (100_000, 1)];

const CALLS: usize = 5_000;

const SEND: Method<'static> = Method {
    name: "sendMessage",
    input: r#"{"text":"a message of fifty bytes, as long as messages are."}"#,
};

/// Whether the callers follow the state of their room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Following {
    Nobody,
    Callers,
}

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[
        ("processor time each", Unit::Seconds),
        ("per second", Unit::PerSecond),
    ]);
    for round in 0..effort.rounds() {
        let server = Server::start(Target::Stagedoor)?;
        let bare = Server::start(Target::Axum)?;
        for (messages, rooms) in ROOMS {
            let messages = effort.size(messages);
            let case = Case::of(messages, "messages");
            let loads = [
                (&server, Following::Nobody, "stagedoor"),
                (&server, Following::Callers, "stagedoor, followed"),
                (&bare, Following::Nobody, "bare axum"),
            ];
            for (server, following, label) in loads {
                let name = format!("{label} {round} {messages}");
                let numbers = measure(server, &name, (messages, rooms), following)?;
                outcome.add(&case, label, &numbers);
            }
        }
    }
    Ok(outcome)
}

/// Fills new rooms, and then sends some more.
fn measure(
    server: &Server,
    name: &str,
    (messages, rooms): (usize, usize),
    following: Following,
) -> io::Result<[f64; 2]> {
    let dialect = server.target.dialect();
    let room = |number: usize| format!("{name} {number}");
    let mut connections = Connections::open(server.address, rooms)?;
    if messages > 0 {
        let filled = Connections::open(server.address, rooms)?;
        caller(dialect, filled, room).run_times(messages * rooms, |_| {})?;
    }
    if following == Following::Callers {
        let text = |connection| {
            let id = &room(connection);
            dialect.follow(Instance { actor: "chat", id })
        };
        connections.ask_all(text, |text| dialect.is_following(text))?;
    }
    let mut calls = caller(dialect, connections, room);
    let (load, used) = processor_time(server, || calls.run_times(CALLS, |_| {}))?;
    Ok([each(used, &load), load.per_second()])
}

/// A connection for each room that sends messages there.
fn caller(
    dialect: Dialect,
    connections: Connections,
    room: impl Fn(usize) -> String,
) -> ClosedLoop {
    ClosedLoop::new(dialect, connections, 4, |connection, id| {
        let room = room(connection);
        let instance = Instance {
            actor: "chat",
            id: &room,
        };
        dialect.call(id, instance, SEND)
    })
}
