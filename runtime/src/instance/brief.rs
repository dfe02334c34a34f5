//! [`Brief`]: whether an instance is held by somebody who lets go of it in a
//! moment, so that waiting on the spot is cheaper than queueing.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

/// How often another thread is looked at before it is not waited for any more,
/// where waiting has been worth it so far.
const MOST_LOOKS: u8 = 40;

/// The pauses between two looks, which take the flag from whoever sets it. A
/// thread that is left alone meanwhile makes several calls in a row, and finds
/// all that they touch where it left it.
const PAUSES: usize = 40;

/// Set while a call that waits for nothing runs on the thread that brought it.
#[derive(Debug)]
pub(super) struct Brief {
    held: AtomicBool,
    /// How many looks are worth it. Turns that take long lower it.
    looks: AtomicU8,
}

impl Default for Brief {
    fn default() -> Self {
        Self {
            held: AtomicBool::new(false),
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
    /// only, but not for long in all.
    pub(super) fn outlast<T>(&self, seize: impl Fn() -> Option<T>) -> Option<T> {
        let looks = self.looks.load(Ordering::Relaxed);
        for look in 0..=looks {
            if !self.is_held() {
                let seized = seize();
                if seized.is_some() && look > 0 {
                    self.learn(looks.saturating_mul(2));
                }
                if seized.is_some() || !self.is_held() {
                    return seized;
                }
            }
            (0..PAUSES).for_each(|_| spin_loop());
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
        for left in [20, 10, 5, 2, 1, 1] {
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
}
