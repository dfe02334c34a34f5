//! [`Brief`]: whether an instance is held by somebody who lets go of it in a
//! moment, so that waiting on the spot is cheaper than queueing.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

/// How often another thread is looked at before it is not waited for any more,
/// where waiting has been worth it so far.
const MOST_LOOKS: u8 = 20;

/// The pauses ahead of the first look, about 1 µs: most calls take less, and most
/// threads do something else before they call again.
const FIRST_PAUSES: usize = 40;

/// The pauses ahead of each later one, about 10 µs. The other thread makes one
/// call after the other then, and left alone meanwhile it finds all that they touch
/// where it left it.
const PAUSES: usize = 320;

/// Set while calls that wait for nothing run, one after the other.
#[derive(Debug)]
pub(super) struct Brief {
    held: AtomicBool,
    /// Whether a thread waits on the spot.
    awaited: AtomicBool,
    /// How many looks are worth it. Turns that take long lower it.
    looks: AtomicU8,
}

impl Default for Brief {
    fn default() -> Self {
        Self {
            held: AtomicBool::new(false),
            awaited: AtomicBool::new(false),
            looks: AtomicU8::new(MOST_LOOKS),
        }
    }
}

impl Brief {
    pub(super) fn begin(&self) {
        self.held.store(true, Ordering::Relaxed);
    }

    pub(super) fn end(&self) {
        self.held.store(false, Ordering::Relaxed);
    }

    fn is_held(&self) -> bool {
        self.held.load(Ordering::Relaxed)
    }

    /// Tries for what others hold, as long as each of them holds it for a moment
    /// only, but not for long in all. One thread waits at a time: the others have
    /// better things to do.
    pub(super) fn outlast<T>(&self, seize: impl Fn() -> Option<T>) -> Option<T> {
        if !self.is_held() {
            let seized = seize();
            if seized.is_some() || !self.is_held() {
                return seized;
            }
        }
        if self.awaited.swap(true, Ordering::Relaxed) {
            return None;
        }
        let seized = self.wait(seize);
        self.awaited.store(false, Ordering::Relaxed);
        seized
    }

    fn wait<T>(&self, seize: impl Fn() -> Option<T>) -> Option<T> {
        let looks = self.looks.load(Ordering::Relaxed);
        let mut pauses = FIRST_PAUSES;
        for _ in 0..looks {
            (0..pauses).for_each(|_| spin_loop());
            pauses = PAUSES;
            if self.is_held() {
                continue;
            }
            let seized = seize();
            if seized.is_some() {
                self.learn(looks.saturating_mul(2));
            }
            if seized.is_some() || !self.is_held() {
                return seized;
            }
        }
        self.learn(looks / 2);
        None
    }

    fn learn(&self, looks: u8) {
        self.looks
            .store(looks.clamp(1, MOST_LOOKS), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing() -> Option<()> {
        None
    }

    #[test]
    fn looking_in_vain_is_done_half_as_often_the_next_time_but_never_not_at_all() {
        let brief = Brief::default();
        brief.begin();
        for left in [10, 5, 2, 1, 1] {
            assert_eq!(brief.outlast(nothing), None);
            assert_eq!(brief.looks.load(Ordering::Relaxed), left);
        }
    }

    #[test]
    fn what_is_not_held_for_a_moment_only_is_not_looked_at_again() {
        let brief = Brief::default();
        assert_eq!(brief.outlast(nothing), None);
        assert_eq!(brief.looks.load(Ordering::Relaxed), MOST_LOOKS);
        assert_eq!(brief.outlast(|| Some(7)), Some(7));
    }

    #[test]
    fn while_one_waits_no_other_does() {
        let brief = Brief::default();
        brief.begin();
        brief.awaited.store(true, Ordering::Relaxed);
        assert_eq!(brief.outlast(nothing), None);
        assert_eq!(brief.looks.load(Ordering::Relaxed), MOST_LOOKS);
        assert!(brief.awaited.load(Ordering::Relaxed), "it still waits");

        brief.awaited.store(false, Ordering::Relaxed);
        assert_eq!(brief.outlast(nothing), None);
        assert_eq!(brief.looks.load(Ordering::Relaxed), MOST_LOOKS / 2);
        assert!(!brief.awaited.load(Ordering::Relaxed), "nobody does now");
    }
}
