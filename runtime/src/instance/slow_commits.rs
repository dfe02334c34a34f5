//! [`SlowCommits`]: notices that comparing a plain field takes long, and says
//! so once for each actor. Not a profiler.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::Actor;
use crate::state::slowest_field;

/// A comparison that takes longer is worth a word. Without optimisations
/// everything takes longer.
const LONG: Duration = if cfg!(debug_assertions) {
    Duration::from_millis(1)
} else {
    Duration::from_micros(50)
};

/// How many slow commits are looked into before it is given up: they may be
/// slow for what changes and not for what exists.
const LOOKS: u32 = 16;

/// Of an instance's later commits only every so manieth is timed, because looking
/// at the clock takes as long as a small commit.
const SAMPLE: u32 = 64;

/// How often an actor's slow commits were looked into.
#[derive(Default)]
pub(crate) struct SlowCommits {
    looks: AtomicU32,
}

impl SlowCommits {
    /// When an instance's commit of this number begins, if its time is of interest.
    pub(super) fn begin(&self, commit: u32) -> Option<Instant> {
        let is_sampled = commit.is_power_of_two() || commit.is_multiple_of(SAMPLE);
        (is_sampled && self.looks.load(Ordering::Relaxed) < LOOKS).then(Instant::now)
    }

    /// Looks for the field that makes the commit slow, if it was; the two states
    /// are the same by now.
    pub(super) fn end<A: Actor>(&self, begun: Option<Instant>, working: &A, committed: &A) {
        if begun.is_none_or(|begun| begun.elapsed() <= LONG) {
            return;
        }
        self.looks.fetch_add(1, Ordering::Relaxed);
        let Some((field, time)) =
            slowest_field(working, committed).filter(|(_, time)| *time > LONG)
        else {
            return;
        };
        if self.looks.swap(LOOKS, Ordering::Relaxed) < LOOKS {
            tracing::warn!(
                actor = A::NAME,
                field,
                ?time,
                "comparing this field takes long, after each call that may change the state: \
                 make it a `stagedoor::List`, `Map` or `Text`, which compare only what changed"
            );
        }
    }
}
