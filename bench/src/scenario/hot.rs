//! One instance that everybody calls, each caller with one call in flight.

use std::io;

use super::rate::Rate;
use crate::arguments::Effort;
use crate::dialect::{INCREMENT, Instance};
use crate::generator::{ClosedLoop, Connections};
use crate::outcome::{Case, Outcome};
use crate::server::Server;
use crate::target::Target;

const TARGETS: [Target; 2] = [Target::Stagedoor, Target::Axum];

const CALLERS: [usize; 3] = [16, 1_000, 4_000];

const HOT: Instance<'static> = Instance {
    actor: "counter",
    id: "hot",
};

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&Rate::MEASURES);
    let servers = Server::start_all(&TARGETS)?;
    for callers in CALLERS {
        let case = Case::of(callers, "callers");
        let mut loads = Vec::new();
        for server in &servers {
            let dialect = server.target.dialect();
            let connections = Connections::open(server.address, callers)?;
            let text = |_, id| dialect.call(id, HOT, INCREMENT);
            loads.push((server, ClosedLoop::new(dialect, connections, 1, text)));
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
