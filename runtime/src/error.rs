//! The errors of the library, one enum per boundary.

use std::io;

use crate::{Denied, Issue};

/// Why a program could not be built or served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The app's definitions contradict each other.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The server could not listen or accept.
    #[error("the server failed: {0}")]
    Io(#[from] io::Error),
}

/// Why an app could not be built.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Two actors have one wire name.
    #[error("two actors are named `{0}`; give one another name: `#[actor(name = \"…\")]`")]
    DuplicateActor(&'static str),
    /// Two methods of one actor have one wire name.
    #[error("actor `{actor}` has two methods named `{method}`")]
    DuplicateMethod {
        /// The actor.
        actor: &'static str,
        /// The name that is there twice.
        method: &'static str,
    },
    /// Two events of one actor have one wire name.
    #[error("actor `{actor}` has two events named `{event}`")]
    DuplicateEvent {
        /// The actor.
        actor: &'static str,
        /// The name that is there twice.
        event: &'static str,
    },
}

/// Why a call failed, typed with the method's own error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError<E> {
    /// The method ran and returned this error; its changes were discarded.
    #[error("{0}")]
    Method(E),
    /// The call was refused, and the method did not run.
    #[error("{0}")]
    Denied(Denied),
    /// The input does not fit the method: all that is wrong, up to
    /// [`Issue::MOST`].
    #[error("the input is invalid")]
    Validation(Vec<Issue>),
    /// A limit was reached; the text says which.
    #[error("{0}")]
    Overloaded(String),
    /// Something is larger than it may be; the text says what.
    #[error("{0}")]
    TooLarge(String),
    /// The app is shutting down.
    #[error("Shutting down")]
    Unavailable,
    /// The instance has no state to start from; the text names the actor and the field.
    #[error("{0}")]
    Activation(String),
    /// The called instance waits for the turn that makes the call, itself or
    /// through others, so the answer would never come: the calls from one to the
    /// next. Only within a turn; see [`Context::actor`](crate::Context::actor).
    #[error("a cycle of calls: {0}")]
    Cycle(String),
    /// The method panicked or something inside failed; the log says what.
    #[error("Internal error")]
    Internal,
    /// There is no method of that name; only over the wire, where the two
    /// sides may have different definitions.
    #[error("{0}")]
    UnknownMethod(String),
    /// There is no actor of that name; only over the wire.
    #[error("{0}")]
    UnknownActor(String),
    /// No answer came in time; only over the wire.
    #[error("no answer in time: {0}")]
    Timeout(Unanswered),
    /// The connection was lost, or there will be none any more; only over the wire.
    #[error("disconnected: {0}")]
    Disconnected(Unanswered),
    /// What came is not what this program expects: the answer, after the method
    /// has run, or the method's error. Only over the wire.
    #[error(transparent)]
    Mismatch(Mismatch),
    /// The server gave a reason that this version does not know; only over the wire.
    #[error("{message}")]
    Other {
        /// The code of the reason.
        code: String,
        /// Its text.
        message: String,
    },
}

/// What is known of a call that was not answered. It is not sent again by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// It was not sent and never will be, so the method does not run.
    #[error("the call was not sent")]
    NotSent,
    /// It was sent; whether the method runs, or has run, is unknown.
    #[error("the call was sent, and its outcome is unknown")]
    Unknown,
}

/// Something that came over the wire does not fit this program's definition of
/// it; the other side has another one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{subject} does not fit this program's definition{}: {reason}",
    at(path)
)]
#[non_exhaustive]
pub struct Mismatch {
    /// What came: the answer of which method, the state of which instance, …
    pub subject: String,
    /// The way to the place that does not fit, as in `members[2].name`; empty
    /// for the whole.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

fn at(path: &str) -> String {
    if path.is_empty() {
        String::new()
    } else {
        format!(" at `{path}`")
    }
}

impl<E> CallError<E> {
    /// The method's own error, or else why the method did not get to return one.
    pub(crate) fn into_method_error(self) -> Result<E, Refusal> {
        Err(match self {
            Self::Method(error) => return Ok(error),
            Self::Denied(denied) => Refusal::Denied(denied),
            Self::Validation(issues) => Refusal::Validation(issues),
            Self::Overloaded(limit) => Refusal::Overloaded(limit),
            Self::TooLarge(limit) => Refusal::TooLarge(limit),
            Self::Unavailable => Refusal::Unavailable,
            Self::Activation(reason) => Refusal::Activation(reason),
            Self::UnknownMethod(_) => Refusal::UnknownMethod,
            Self::UnknownActor(_) => Refusal::UnknownActor,
            Self::Cycle(calls) => Refusal::Cycle(calls),
            Self::Internal
            | Self::Timeout(_)
            | Self::Disconnected(_)
            | Self::Mismatch(_)
            | Self::Other { .. } => Refusal::Internal,
        })
    }
}

/// A call's failure that is not the method's own error.
#[derive(Debug)]
pub enum Refusal {
    /// See [`CallError::Denied`].
    Denied(Denied),
    /// See [`CallError::Validation`].
    Validation(Vec<Issue>),
    /// There is no method of that name; only over the wire.
    UnknownMethod,
    /// There is no actor of that name; only over the wire.
    UnknownActor,
    /// See [`CallError::Overloaded`].
    Overloaded(String),
    /// See [`CallError::TooLarge`].
    TooLarge(String),
    /// See [`CallError::Unavailable`].
    Unavailable,
    /// See [`CallError::Activation`].
    Activation(String),
    /// See [`CallError::Cycle`].
    Cycle(String),
    /// See [`CallError::Internal`].
    Internal,
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl<E> From<Refusal> for CallError<E> {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Denied(denied) => Self::Denied(denied),
            Refusal::Validation(issues) => Self::Validation(issues),
            Refusal::Overloaded(limit) => Self::Overloaded(limit),
            Refusal::TooLarge(limit) => Self::TooLarge(limit),
            Refusal::Unavailable => Self::Unavailable,
            Refusal::Activation(reason) => Self::Activation(reason),
            Refusal::Cycle(calls) => Self::Cycle(calls),
            Refusal::UnknownMethod | Refusal::UnknownActor | Refusal::Internal => Self::Internal,
        }
    }
}
