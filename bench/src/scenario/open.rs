//! Calls at a fixed rate, with latencies from when each call was due.

use std::io;

use crate::arguments::Effort;
use crate::dialect::{INCREMENT, Instance};
use crate::generator::{Connections, OpenLoop};
use crate::outcome::{Case, Outcome, Unit};
use crate::server::Server;
use crate::target::Target;

const TARGETS: [Target; 3] = [Target::Stagedoor, Target::Axum, Target::Jsonrpsee];

const CONNECTIONS: usize = 64;

const PER_SECOND: [u32; 5] = [10_000, 20_000, 50_000, 100_000, 150_000];

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[
        ("99 % within", Unit::Seconds),
        ("median latency", Unit::Seconds),
        ("99.9 % within", Unit::Seconds),
        ("longest", Unit::Seconds),
        ("answered per second", Unit::PerSecond),
    ]);
    let servers = Server::start_all(&TARGETS)?;
    let mut loads = Vec::new();
    for server in &servers {
        loads.push((server.target, open(server)?));
    }
    for per_second in PER_SECOND {
        let rate = usize::try_from(per_second).expect("a rate is small");
        let case = Case::of(rate, "calls/s");
        for _ in 0..effort.rounds() {
            for (target, load) in &mut loads {
                let load = load.run(per_second, effort.slice())?;
                let numbers = [
                    load.quantile(0.99).as_secs_f64(),
                    load.quantile(0.5).as_secs_f64(),
                    load.quantile(0.999).as_secs_f64(),
                    load.longest().as_secs_f64(),
                    load.per_second(),
                ];
                outcome.add(&case, &target.label(), &numbers);
            }
        }
    }
    Ok(outcome)
}

fn open(server: &Server) -> io::Result<OpenLoop> {
    let dialect = server.target.dialect();
    let connections = Connections::open(server.address, CONNECTIONS)?;
    Ok(OpenLoop::new(dialect, connections, |connection| {
        let instance = Instance {
            actor: "counter",
            id: &format!("c{connection}"),
        };
        dialect.call(0, instance, INCREMENT)
    }))
}
