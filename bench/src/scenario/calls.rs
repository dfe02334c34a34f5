//! Calls as fast as they are answered: many in flight, and one.

use std::io;

use super::rate::Rate;
use crate::arguments::Effort;
use crate::dialect::{INCREMENT, Instance};
use crate::generator::{ClosedLoop, Connections};
use crate::outcome::{Case, Outcome};
use crate::server::Server;
use crate::target::Target;

/// Connections, and calls in flight on each.
const CASES: [(usize, usize); 2] = [(64, 16), (16, 1)];

const TARGETS: [Target; 4] = [
    Target::Stagedoor,
    Target::Axum,
    Target::Tungstenite,
    Target::Jsonrpsee,
];

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    compare(effort, &TARGETS)
}

/// Compares some targets, by calls on one instance for each connection.
pub(super) fn compare(effort: Effort, targets: &[Target]) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&Rate::MEASURES);
    let servers = Server::start_all(targets)?;
    for (connections, in_flight) in CASES {
        let case = Case {
            name: format!("{connections} × {in_flight} in flight"),
            at: 0.0,
        };
        let mut loads = Vec::new();
        for server in &servers {
            loads.push((server, counters(server, connections, in_flight)?));
        }
        for _ in 0..effort.rounds() {
            for (server, load) in &mut loads {
                let numbers = Rate::measure(server, || load.run_for(effort.slice()))?;
                outcome.add(&case, &server.target.label(), &numbers);
            }
        }
    }
    Ok(outcome)
}

/// Connections that each call an instance of their own.
fn counters(server: &Server, connections: usize, in_flight: usize) -> io::Result<ClosedLoop> {
    let dialect = server.target.dialect();
    let connections = Connections::open(server.address, connections)?;
    let text = |connection, id| {
        let instance = Instance {
            actor: "counter",
            id: &format!("c{connection}"),
        };
        dialect.call(id, instance, INCREMENT)
    };
    Ok(ClosedLoop::new(dialect, connections, in_flight, text))
}
