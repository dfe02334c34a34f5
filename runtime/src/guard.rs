//! Running a user's code so that neither a panic nor a shutdown gets past it.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;

use futures_util::FutureExt;

/// Why a future did not finish.
pub(crate) enum Interrupted {
    /// It panicked, with this text.
    Panicked(String),
    /// It was cancelled.
    Cancelled,
}

/// Runs a future to its end, its panic or the cancellation.
pub(crate) async fn run<T>(
    future: impl Future<Output = T>,
    cancelled: impl Future<Output = ()>,
) -> Result<T, Interrupted> {
    let mut future = pin!(Some(future));
    let running = poll_fn(|context| {
        let future = future.as_mut().as_pin_mut();
        let future = future.expect("it is dropped when it is over");
        future.poll(context)
    });
    let outcome = tokio::select! {
        biased;
        outcome = catch_async(running) => outcome.map_err(Interrupted::Panicked),
        () = cancelled => Err(Interrupted::Cancelled),
    };
    // What the future still holds may panic when it is dropped.
    quietly(|| future.set(None));
    outcome
}

/// The output of a future that never waits; none if it does after all.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    pin!(future).now_or_never()
}

/// Calls a user's code; none if it panicked, which is logged.
pub(crate) fn quietly<T>(call: impl FnOnce() -> T) -> Option<T> {
    let caught = catch(call);
    caught
        .inspect_err(|panic| tracing::error!(panic, "a value panicked"))
        .ok()
}

/// Calls a user's code.
///
/// # Errors
///
/// The text of its panic.
pub(crate) fn catch<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(call)).map_err(text)
}

/// Awaits a user's code.
///
/// # Errors
///
/// The text of its panic.
pub(crate) async fn catch_async<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let caught = AssertUnwindSafe(future).catch_unwind().await;
    caught.map_err(text)
}

/// The text of a panic.
fn text(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    // Even what was panicked with may panic when it is dropped; then it is not.
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        std::mem::forget(panic);
    }
    text.unwrap_or_else(|| "no text".to_owned())
}
