//! States that are small: a counter, and enums within enums.

use stagedoor::model;

use crate::measure::Bench;
use crate::workload::Workload;

#[model]
struct Counter {
    count: i64,
}

struct Count;

impl Workload for Count {
    type State = Counter;

    fn name(&self) -> String {
        "count".to_owned()
    }

    fn kind(&self) -> &'static str {
        "i64"
    }

    fn start(&self) -> Counter {
        // Ten digits from the start, so that all patches are of one length.
        Counter {
            count: 1_000_000_000,
        }
    }

    fn change(&self, counter: &mut Counter, _turn: usize) {
        counter.count += 1;
    }
}

#[model]
struct Match {
    phase: Phase,
}

#[model]
enum Phase {
    Playing { round: u32, side: Side },
    Over,
}

#[model]
enum Side {
    White(Clock),
    Black(Clock),
}

#[model]
enum Clock {
    Running { since: u64 },
    Stopped,
}

/// The other side's turn: an enum in an enum in an enum changes its variant.
struct Alternate;

impl Workload for Alternate {
    type State = Match;

    fn name(&self) -> String {
        "change the variant of a nested enum".to_owned()
    }

    fn kind(&self) -> &'static str {
        "enum"
    }

    fn start(&self) -> Match {
        Match { phase: Phase::Over }
    }

    fn change(&self, game: &mut Match, turn: usize) {
        let clock = match turn % 3 {
            0 => Clock::Stopped,
            _ => Clock::Running { since: turn as u64 },
        };
        let side = match turn % 2 {
            0 => Side::White(clock),
            _ => Side::Black(clock),
        };
        game.phase = Phase::Playing { round: 1, side };
    }
}

pub(crate) fn run(bench: &mut Bench) {
    bench.workload(&Count);
    bench.naive(&Count);
    bench.workload(&Alternate);
    bench.naive(&Alternate);
}
