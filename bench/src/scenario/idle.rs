//! Connections that come, subscribe to one state and then do nothing.

use std::io;
use std::time::Instant;

use crate::arguments::Effort;
use crate::dialect::Instance;
use crate::generator::Connections;
use crate::outcome::{Case, Outcome, Unit};
use crate::server::Server;
use crate::target::Target;

const TARGETS: [Target; 4] = [
    Target::Stagedoor,
    Target::Axum,
    Target::Tungstenite,
    Target::Jsonrpsee,
];

const CONNECTIONS: usize = 10_000;

const FOLLOWED: Instance<'static> = Instance {
    actor: "counter",
    id: "followed",
};

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[
        ("connections per second", Unit::PerSecond),
        ("memory each", Unit::Bytes),
        ("processor time each", Unit::Seconds),
    ]);
    let connections = effort.size(CONNECTIONS);
    let case = Case::of(connections, "connections");
    for _ in 0..effort.rounds() {
        for target in TARGETS {
            let numbers = measure(target, connections)?;
            outcome.add(&case, &target.label(), &numbers);
        }
    }
    Ok(outcome)
}

/// Connects to a new server and subscribes.
#[allow(
    clippy::cast_precision_loss,
    reason = "sizes stay far below the 52 bits of a float"
)]
fn measure(target: Target, count: usize) -> io::Result<[f64; 3]> {
    let server = Server::start(target)?;
    let dialect = target.dialect();
    // What the first connection takes is not the connections'.
    let _first = Connections::open(server.address, 1)?;

    let memory = server.resident_bytes()?;
    let processor = server.processor_time()?;
    let begun = Instant::now();
    let mut connections = Connections::open(server.address, count)?;
    let elapsed = begun.elapsed();
    let processor = server.processor_time()?.saturating_sub(processor);

    let text = |_| dialect.follow(FOLLOWED);
    connections.ask_all(text, |text| dialect.is_following(text))?;
    let memory = server.resident_bytes()? - memory;
    let count = count as f64;
    Ok([
        count / elapsed.as_secs_f64(),
        memory as f64 / count,
        processor.as_secs_f64() / count,
    ])
}
