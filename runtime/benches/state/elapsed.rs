//! [`elapsed`]: times calls between resets.

use std::time::{Duration, Instant};

/// The calls between two resets. In a `List` they fill the last leaf exactly
/// once, so that no fill is measured more often than another.
pub(crate) const CYCLE: usize = 32;

/// The time that `calls` calls take when whole cycles of them are run, each
/// followed by a reset, which is not timed.
pub(crate) fn elapsed<S>(
    calls: u64,
    cycle: usize,
    subject: &mut S,
    mut call: impl FnMut(&mut S, usize),
    mut reset: impl FnMut(&mut S),
) -> Duration {
    let mut spent = Duration::ZERO;
    let mut done = 0;
    while done < calls {
        let start = Instant::now();
        for turn in 0..cycle {
            call(subject, turn);
        }
        spent += start.elapsed();
        done += cycle as u64;
        reset(subject);
    }
    scaled(spent, calls, done)
}

/// Of the time of `done` calls, the part of `calls` of them.
pub(crate) fn scaled(spent: Duration, calls: u64, done: u64) -> Duration {
    let nanoseconds = spent.as_nanos() * u128::from(calls) / u128::from(done);
    Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
}
