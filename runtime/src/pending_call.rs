//! [`PendingCall`]: a call that is about to be made. Not how it is made, which
//! depends on where the instance is.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::CallError;

/// A call of a method that returns a `T` or fails with an `E`. It is made by
/// awaiting it, or by [`send`](Self::send)ing it; dropped before, it is never made.
///
/// Dropping it later does not cancel a call within the process. Over the wire it
/// takes the call back if that has not been sent yet.
///
/// # Panics
///
/// Within the process, when it is polled outside of a Tokio runtime.
#[must_use = "a call is made by `.await` or by `.send()`"]
pub struct PendingCall<'a, T, E>(Box<dyn Attempt<T, E> + 'a>);

/// One way to make a call and to wait for its answer.
pub(crate) trait Attempt<T, E>: Send {
    /// Makes the call when first polled, and then waits for its answer.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<T, CallError<E>>>;

    /// Makes the call and lets nobody wait.
    fn send(self: Box<Self>);
}

impl<'a, T, E> PendingCall<'a, T, E> {
    pub(crate) fn new(attempt: impl Attempt<T, E> + 'a) -> Self {
        Self(Box::new(attempt))
    }

    /// Makes the call at once and does not wait for its answer. If it fails, or
    /// cannot be made, that is logged.
    ///
    /// Calls that are sent to one instance from one place run in that order.
    /// What an actor sends during a turn leaves at once, whatever becomes of the turn.
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    pub fn send(self) {
        self.0.send();
    }
}

impl<T, E> Future for PendingCall<'_, T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(context)
    }
}

impl<T, E> fmt::Debug for PendingCall<'_, T, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PendingCall")
            .finish_non_exhaustive()
    }
}
