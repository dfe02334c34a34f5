//! [`slowest_field`]: which field of a state takes longest to compare. Says
//! nothing of what to do about it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::{Patch, State};

/// The fewest times that a comparison is repeated to tell it from an interruption.
const PASSES: usize = 3;

/// How long the fields at the root of a document took to compare.
#[derive(Debug, Default)]
pub(super) struct Times(HashMap<String, Duration>);

impl Times {
    /// Keeps the shortest time of each field.
    pub(super) fn note(&mut self, field: &str, since: Instant) {
        let time = since.elapsed();
        match self.0.get_mut(field) {
            Some(shortest) => *shortest = time.min(*shortest),
            None => drop(self.0.insert(field.to_owned(), time)),
        }
    }
}

/// The field of a state that takes longest to compare although nothing in it
/// has changed, with the time. None for a state without fields.
pub(crate) fn slowest_field<S: State>(state: &S, same: &S) -> Option<(String, Duration)> {
    let mut patch = Patch::timing(Times::default());
    for _ in 0..PASSES {
        state.diff(same, &mut patch);
    }
    let times = patch.into_times()?.0;
    times.into_iter().max_by_key(|(_, time)| *time)
}
