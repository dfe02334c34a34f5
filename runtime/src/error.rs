//! The errors of the library, one enum per boundary.

use std::io;

use serde::Serialize;

use crate::Denied;

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
    /// The input does not fit the method.
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
    /// The method panicked or something inside failed; the log says what.
    #[error("Internal error")]
    Internal,
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
            Self::Internal => Refusal::Internal,
        })
    }
}

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Issue {
    /// The way to the wrong value: keys and indexes, none for the input itself.
    pub path: Vec<PathSegment>,
    /// What is wrong with it.
    pub message: String,
}

impl Issue {
    pub(crate) fn new(path: Vec<PathSegment>, message: impl Into<String>) -> Self {
        Self {
            path,
            message: message.into(),
        }
    }
}

/// One step of an issue's path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum PathSegment {
    /// The key of an object.
    Key(String),
    /// The index of an array.
    Index(usize),
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
            Refusal::UnknownMethod | Refusal::UnknownActor | Refusal::Internal => Self::Internal,
        }
    }
}
