//! [`Backoff`]: how long to wait before the next attempt. Does not wait itself.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Delays that double from the first to the longest, each with jitter: between
/// half of it and the whole, so that the clients of a server that was restarted
/// do not come back all at once.
#[derive(Debug)]
pub(super) struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Backoff {
    pub(super) fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            next: first.min(longest),
        }
    }

    /// The delay before the next attempt.
    pub(super) fn next_delay(&mut self) -> Duration {
        let delay = self.next;
        self.next = delay.saturating_mul(2).min(self.longest);
        jittered(delay, RandomState::new().hash_one(0))
    }

    /// Notes how long a connection has lasted. One that ends sooner than the
    /// longest delay is taken for another failed attempt, so that a server that
    /// drops what it accepts is not asked in a tight loop.
    pub(super) fn connection_lasted(&mut self, lasted: Duration) {
        if lasted >= self.longest {
            self.next = self.first.min(self.longest);
        }
    }
}

fn jittered(delay: Duration, random: u64) -> Duration {
    let half = delay / 2;
    let share = u32::try_from(random % 1_001).expect("a remainder below 1,001 fits");
    half + half * share / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_millis(250);
    const LONGEST: Duration = Duration::from_secs(2);

    fn assert_delays(backoff: &mut Backoff, expected: &[u64]) {
        for whole in expected {
            let whole = Duration::from_millis(*whole);
            let delay = backoff.next_delay();
            assert!(
                delay >= whole / 2 && delay <= whole,
                "{delay:?} of {whole:?}"
            );
        }
    }

    #[test]
    fn delays_double_up_to_the_longest() {
        let mut backoff = Backoff::new(FIRST, LONGEST);
        assert_delays(&mut backoff, &[250, 500, 1_000, 2_000, 2_000, 2_000]);
    }

    #[test]
    fn only_a_connection_that_lasts_begins_anew() {
        let mut backoff = Backoff::new(FIRST, LONGEST);
        assert_delays(&mut backoff, &[250, 500]);
        backoff.connection_lasted(Duration::from_millis(1_999));
        assert_delays(&mut backoff, &[1_000]);
        backoff.connection_lasted(LONGEST);
        assert_delays(&mut backoff, &[250, 500]);
    }

    #[test]
    fn jitter_stays_within_its_half() {
        assert_eq!(jittered(LONGEST, 0), LONGEST / 2);
        assert_eq!(jittered(LONGEST, 1_000), LONGEST);
        assert!(jittered(LONGEST, u64::MAX) <= LONGEST);
    }

    #[test]
    fn delays_differ() {
        let delays: std::collections::HashSet<Duration> = (0..50)
            .map(|_| Backoff::new(LONGEST, LONGEST).next_delay())
            .collect();
        assert!(delays.len() > 10, "{delays:?}");
    }
}
