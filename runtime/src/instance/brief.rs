//! [`Brief`]: whether an instance is held by somebody who lets go of it in a
//! moment, so that waiting on the spot is cheaper than queueing.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering};

/// How often another thread is looked at before it is not waited for any more. A
/// short turn ends within a few of these, and an interrupted thread within none.
const LOOKS: usize = 60;

/// The pauses between two looks, which take the flag from whoever sets it.
const PAUSES: usize = 4;

/// Set while a call that waits for nothing runs on the thread that brought it.
#[derive(Debug, Default)]
pub(super) struct Brief(AtomicBool);

impl Brief {
    pub(super) fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn end(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Tries for what others hold, as long as each of them holds it for a moment
    /// only, but not for long in all.
    pub(super) fn outlast<T>(&self, seize: impl Fn() -> Option<T>) -> Option<T> {
        for _ in 0..LOOKS {
            if self.0.load(Ordering::Relaxed) {
                (0..PAUSES).for_each(|_| spin_loop());
                continue;
            }
            let seized = seize();
            if seized.is_some() || !self.0.load(Ordering::Relaxed) {
                return seized;
            }
        }
        None
    }
}
