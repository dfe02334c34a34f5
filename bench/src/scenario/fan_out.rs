//! One connection publishes, and every subscriber receives it. The latency is
//! that of each delivery, from the call that publishes.

use std::io;

use super::rate::Rate;
use crate::arguments::Effort;
use crate::generator::{Connections, Publishing};
use crate::outcome::{Case, Outcome};
use crate::server::Server;
use crate::target::Target;

// Not jsonrpsee: what one connection publishes overtakes itself there, and the
// load counts on the order.
const TARGETS: [Target; 2] = [Target::Stagedoor, Target::Axum];

const SUBSCRIBERS: [usize; 3] = [100, 1_000, 10_000];

const IN_FLIGHT: [usize; 2] = [1, 4];

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&Rate::MEASURES);
    for subscribers in SUBSCRIBERS {
        for _ in 0..effort.rounds() {
            // One after the other: so many sockets to all of them would be too many.
            for target in TARGETS {
                measure(&mut outcome, effort, target, subscribers)?;
            }
        }
    }
    Ok(outcome)
}

/// Subscribes to a new server, and publishes there.
fn measure(
    outcome: &mut Outcome,
    effort: Effort,
    target: Target,
    subscribers: usize,
) -> io::Result<()> {
    let server = Server::start(target)?;
    let connections = Connections::open(server.address, subscribers + 1)?;
    let mut room = Publishing::new(target.dialect(), connections)?;
    for in_flight in IN_FLIGHT {
        let name = format!("subscribers, {in_flight} in flight");
        let case = Case::of(subscribers, &name);
        let numbers = Rate::measure(&server, || room.run_for(effort.slice(), in_flight))?;
        outcome.add(&case, &target.label(), &numbers);
    }
    Ok(())
}
