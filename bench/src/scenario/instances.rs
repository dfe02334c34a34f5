//! First calls on instances that there were not before, and what each takes.

use std::io;

use super::rate::{each, processor_time};
use crate::arguments::Effort;
use crate::dialect::{Instance, Method, overwrite};
use crate::generator::{ClosedLoop, Connections};
use crate::outcome::{Case, Outcome, Unit};
use crate::server::Server;
use crate::target::Target;

const TARGETS: [Target; 2] = [Target::Stagedoor, Target::Axum];

const INSTANCES: usize = 200_000;

/// The place of the number in the id of an instance.
const NUMBER: &[u8] = b"new-";

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[
        ("per second", Unit::PerSecond),
        ("memory each", Unit::Bytes),
        ("processor time each", Unit::Seconds),
    ]);
    let instances = effort.size(INSTANCES);
    let case = Case::of(instances, "new instances");
    for _ in 0..effort.rounds() {
        for target in TARGETS {
            let numbers = measure(target, instances)?;
            outcome.add(&case, &target.label(), &numbers);
        }
    }
    Ok(outcome)
}

/// Calls new instances of a new server.
#[allow(
    clippy::cast_precision_loss,
    reason = "sizes stay far below the 52 bits of a float"
)]
fn measure(target: Target, instances: usize) -> io::Result<[f64; 3]> {
    let server = Server::start(target)?;
    let dialect = target.dialect();
    let connections = Connections::open(server.address, 64)?;
    let instance = Instance {
        actor: "counter",
        id: "new-00000000",
    };
    let add = Method {
        name: "add",
        input: r#"{"amount":1}"#,
    };
    let text = |_, id| dialect.call(id, instance, add);
    let mut calls = ClosedLoop::new(dialect, connections, 16, text);
    // What a connection takes for its first calls is not the instances'.
    calls.run_times(64 * 16, |_| {})?;

    let before = server.resident_bytes()?;
    let mut number = 0;
    let (load, used) = processor_time(&server, || {
        calls.run_times(instances, |frame| {
            number += 1;
            let place = memchr::memmem::find(frame, NUMBER).expect("the id is in the frame");
            overwrite(frame, place + NUMBER.len(), number);
        })
    })?;
    let bytes = server.resident_bytes()? - before;
    Ok([
        load.per_second(),
        bytes as f64 / instances as f64,
        each(used, &load),
    ])
}
