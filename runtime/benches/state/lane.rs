//! [`Lane`]: a state as an instance holds it, and the calls on it.

use std::hint::black_box;
use std::time::Duration;

use serde_json::to_value;
use stagedoor::{Patch, State};

use crate::elapsed::{CYCLE, elapsed, scaled};
use crate::ending::Ending;
use crate::workload::Workload;

/// A state as an instance holds it: the one that methods change, and the one
/// that has been published.
pub(crate) struct Lane<'w, W: Workload> {
    workload: &'w W,
    working: W::State,
    committed: W::State,
    turn: usize,
    /// The changes committed by `advance` since the last reset.
    advanced: usize,
}

impl<'w, W: Workload> Lane<'w, W> {
    pub(crate) fn new(workload: &'w W) -> Self {
        let working = workload.start();
        Self {
            workload,
            committed: working.clone(),
            working,
            turn: 0,
            advanced: 0,
        }
    }

    /// The time that so many calls take.
    pub(crate) fn time(&mut self, ending: Ending, calls: u64) -> Duration {
        let call = |lane: &mut Self, _| {
            lane.call(ending);
        };
        match ending {
            Ending::Unfollowed | Ending::Followed => elapsed(calls, CYCLE, self, call, Self::reset),
            Ending::RolledBack => self.time_rollbacks(calls),
            // One call dwarfs the clock, and 32 would take too long.
            Ending::Naive => elapsed(calls, 1, self, call, Self::reset),
        }
    }

    /// The time that so many calls take that fail. A change is committed every
    /// now and then, so that all states are met that calls that succeed meet,
    /// and each as often as the others.
    fn time_rollbacks(&mut self, calls: u64) -> Duration {
        // Few calls are asked for where one takes long, and dwarfs the clock.
        let between = if calls < CYCLE as u64 { 1 } else { CYCLE };
        let sweep = (between * CYCLE) as u64;
        let whole = calls.next_multiple_of(sweep);
        let call = |lane: &mut Self, _| {
            lane.call(Ending::RolledBack);
        };
        scaled(
            elapsed(whole, between, self, call, Self::advance),
            calls,
            whole,
        )
    }

    /// The bytes of the patch of a call, on the average.
    pub(crate) fn patch_bytes(&mut self, ending: Ending) -> usize {
        let calls = match ending {
            Ending::Unfollowed | Ending::RolledBack => return 0,
            Ending::Followed => CYCLE,
            Ending::Naive => 1,
        };
        let bytes: usize = (0..calls).map(|_| self.call(ending)).sum();
        self.reset();
        bytes / calls
    }

    /// One call, as an instance makes it; the bytes of its patch.
    fn call(&mut self, ending: Ending) -> usize {
        self.turn += 1;
        let Self {
            workload,
            working,
            committed,
            turn,
            ..
        } = self;
        match ending {
            Ending::Unfollowed => {
                workload.change(working, *turn);
                committed.assign(working);
                0
            }
            Ending::Followed => {
                workload.change(working, *turn);
                let patch = black_box(patch(working, committed));
                committed.assign(working);
                patch.len()
            }
            Ending::RolledBack => {
                workload.change(working, *turn);
                working.assign(committed);
                0
            }
            Ending::Naive => {
                let before = to_value(&*working).expect("the state serialises");
                workload.change(working, *turn);
                let after = to_value(&*working).expect("the state serialises");
                let patch = json_patch::diff(&before, &after);
                black_box(serde_json::to_string(&patch).expect("a patch serialises")).len()
            }
        }
    }

    /// Commits a change, and takes all of them back after a cycle.
    fn advance(&mut self) {
        self.call(Ending::Unfollowed);
        self.advanced += 1;
        if self.advanced == CYCLE {
            self.reset();
        }
    }

    fn reset(&mut self) {
        self.advanced = 0;
        self.workload.reset(&mut self.working);
        self.committed.assign(&self.working);
        black_box((&self.working, &self.committed));
    }
}

fn patch<S: State>(working: &S, committed: &S) -> String {
    let mut patch = Patch::new();
    working.diff(committed, &mut patch);
    patch
        .finish()
        .expect("the state serialises")
        .expect("every call changes something")
}
