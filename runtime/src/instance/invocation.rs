//! [`Invocation`]: a call on its way through an instance, with whoever waits
//! for the answer. Not where it comes from.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::turn::Turn;
use crate::session::Session;
use crate::{Actor, Caller, Refusal};

/// A method call with its input, ready to run, and the way to its answer.
///
/// It lies on the stack of whoever brings it, until it has to wait. Whatever
/// happens to it, its caller gets exactly one answer: dropping it unanswered
/// answers `Internal error`.
pub(crate) trait Invocation<A: Actor>: Send {
    fn method(&self) -> &'static str;
    fn caller(&self) -> &Arc<Caller>;
    /// The connection that it came over.
    fn session(&self) -> Option<&Arc<Session>>;
    /// The id that the log can be searched for.
    fn request_id(&self) -> &str;
    /// Whether the method never waits, so that it can be run by [`Invocation::run_now`].
    fn is_immediate(&self) -> bool;
    /// Whether the method takes anything by reference, as its context is.
    fn borrows(&self) -> bool;
    /// Runs a method that never waits, where its turn can begin at once.
    fn run_now(&mut self, turn: Turn<'_, A>) -> Result<Verdict, Refusal>;
    /// Runs the method and keeps its outcome for [`Invocation::answer`].
    fn run<'t>(&'t mut self, turn: Turn<'t, A>) -> BoxFuture<'t, Result<Verdict, Refusal>>;
    /// Answers with the outcome.
    fn answer(&mut self);
    /// Answers with a refusal instead.
    fn refuse(&mut self, refusal: Refusal);
    /// Moves the call to where it can wait; nothing is left of it here.
    fn detach(&mut self) -> Box<dyn Invocation<A>>;
}

/// What becomes of a turn's changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Discard,
}
