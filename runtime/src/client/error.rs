//! The client's errors, one for each thing that one can ask of it.

use std::error::Error;
use std::io;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::frames::ErrorAnswer;
use crate::error::{Mismatch, Unanswered};
use crate::{CallError, Denied, Issue};

/// Any error, as a token provider gives it.
pub(super) type BoxError = Box<dyn Error + Send + Sync>;

/// Why a connection could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The address is not one of a WebSocket.
    #[error("`{url}` is not the address of a WebSocket: {reason}")]
    InvalidUrl {
        /// The address.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A header, or the token, holds what a header may not.
    #[error("the header `{0}` is not valid")]
    InvalidHeader(String),
    /// The token provider failed.
    #[error("no token: {0}")]
    Token(#[source] BoxError),
    /// The server answered the request with something else than a WebSocket.
    #[error("the server refused the connection with the status {status}: {body}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What the server says about it, if that is text.
        body: String,
    },
    /// The server cannot be reached, or the network failed.
    #[error("the server cannot be reached: {0}")]
    Io(#[from] io::Error),
    /// The server does not speak TLS, or its certificate is not accepted.
    #[error("the connection cannot be encrypted: {0}")]
    Tls(#[source] rustls::Error),
    /// What came is not what a server of this protocol sends.
    #[error("not a server of this protocol: {0}")]
    Protocol(String),
    /// It took longer than the connect timeout.
    #[error("connecting took too long")]
    Timeout,
    /// The client was closed meanwhile.
    #[error("the client was closed")]
    Closed,
}

/// Why a call failed, with the method's own error as it came over the wire.
///
/// [`typed`](Self::typed) and [`text`](Self::text) make a [`CallError`] of it.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallFailure {
    /// The method ran and returned an error; its changes were discarded.
    #[error("{}", .0.message)]
    Method(MethodFailure),
    /// The call was refused, and the method did not run.
    #[error("{0}")]
    Denied(String),
    /// The input does not fit the method.
    #[error("the input is invalid")]
    Validation(Vec<Issue>),
    /// The server has no such method; its text.
    #[error("{0}")]
    UnknownMethod(String),
    /// The server has no such actor; its text.
    #[error("{0}")]
    UnknownActor(String),
    /// A limit was reached; the text says which.
    #[error("{0}")]
    Overloaded(String),
    /// Something is larger than it may be; the text says what.
    #[error("{0}")]
    TooLarge(String),
    /// The server is shutting down.
    #[error("Shutting down")]
    Unavailable,
    /// The instance has no state to start from.
    #[error("{0}")]
    Activation(String),
    /// The method panicked or something inside failed; the server's log says what.
    #[error("Internal error")]
    Internal,
    /// No answer came in time.
    #[error("no answer in time: {0}")]
    Timeout(Unanswered),
    /// The connection was lost, or there will be none any more.
    #[error("disconnected: {0}")]
    Disconnected(Unanswered),
    /// The answer does not fit what this program expects; the method has run.
    #[error(transparent)]
    Mismatch(Mismatch),
    /// The server gave a reason that this version does not know.
    #[error("{message}")]
    Other {
        /// The code of the reason.
        code: String,
        /// Its text.
        message: String,
    },
}

/// A method's own error, as it came over the wire.
#[derive(Clone, Debug)]
pub struct MethodFailure {
    /// The `Display` text of the error.
    pub message: String,
    /// The error as JSON, where its type serialises.
    pub data: Option<Box<RawValue>>,
}

impl MethodFailure {
    /// Reads the method's error.
    ///
    /// # Errors
    ///
    /// It is not an `E`, or the server did not send it.
    pub fn read<E: DeserializeOwned>(&self) -> Result<E, Mismatch> {
        let subject = format!("the method's error (\"{}\")", self.message);
        match &self.data {
            Some(data) => Mismatch::check(data, || subject),
            None => Err(Mismatch::new(subject, "the server sent its text alone")),
        }
    }

    /// What is wrong with an error that was read without looking for the place.
    pub(super) fn mismatch(&self, reason: &serde_json::Error) -> Mismatch {
        let subject = format!("the method's error (\"{}\")", self.message);
        Mismatch::new(subject, reason.to_string())
    }
}

impl CallFailure {
    /// The same with the method's error read as an `E`; an error that is no
    /// `E` becomes a [`CallError::Mismatch`].
    #[must_use]
    pub fn typed<E: DeserializeOwned>(self) -> CallError<E> {
        self.read_with(|failure| {
            let error = failure.read();
            error.map_or_else(CallError::Mismatch, CallError::Method)
        })
    }

    /// The same with the text of the method's error, for types that do not serialise.
    #[must_use]
    pub fn text(self) -> CallError<String> {
        self.read_with(|failure| CallError::Method(failure.message))
    }

    /// The same with the method's error read by `read`.
    #[must_use]
    pub fn read_with<E>(self, read: impl FnOnce(MethodFailure) -> CallError<E>) -> CallError<E> {
        match self {
            Self::Method(failure) => read(failure),
            Self::Denied(message) => CallError::Denied(Denied::new(message)),
            Self::Validation(issues) => CallError::Validation(issues),
            Self::UnknownMethod(text) => CallError::UnknownMethod(text),
            Self::UnknownActor(text) => CallError::UnknownActor(text),
            Self::Overloaded(limit) => CallError::Overloaded(limit),
            Self::TooLarge(limit) => CallError::TooLarge(limit),
            Self::Unavailable => CallError::Unavailable,
            Self::Activation(reason) => CallError::Activation(reason),
            Self::Internal => CallError::Internal,
            Self::Timeout(unanswered) => CallError::Timeout(unanswered),
            Self::Disconnected(unanswered) => CallError::Disconnected(unanswered),
            Self::Mismatch(mismatch) => CallError::Mismatch(mismatch),
            Self::Other { code, message } => CallError::Other { code, message },
        }
    }

    /// Reads what a failed call was answered with.
    pub(super) fn from_answer(error: ErrorAnswer<'_>) -> Self {
        let text = error.text.into_owned();
        let Some(code) = error.code else {
            return Self::from_text(text);
        };
        match &*code {
            "method" => Self::Method(MethodFailure {
                message: text,
                data: error.data.map(ToOwned::to_owned),
            }),
            "validation" => Self::validation(text),
            "denied" => Self::Denied(text),
            "unknownMethod" => Self::UnknownMethod(text),
            "unknownActor" => Self::UnknownActor(text),
            "overloaded" => Self::Overloaded(text),
            "tooLarge" => Self::TooLarge(text),
            "unavailable" => Self::Unavailable,
            "activation" => Self::Activation(text),
            "internal" => Self::Internal,
            _ => Self::Other {
                code: code.into_owned(),
                message: text,
            },
        }
    }

    /// What a server means that speaks the base protocol alone, without codes.
    fn from_text(text: String) -> Self {
        if text.starts_with("Validation failed for ") {
            Self::validation(text)
        } else if text.starts_with("Unknown method: ") {
            Self::UnknownMethod(text)
        } else if text.starts_with("Unknown actor: ") {
            Self::UnknownActor(text)
        } else if text.starts_with("Internal error") {
            Self::Internal
        } else {
            Self::Method(MethodFailure {
                message: text,
                data: None,
            })
        }
    }

    /// The issues stand behind the method's name, as a JSON array.
    fn validation(text: String) -> Self {
        let list = text.split_once(": ").map(|(_, list)| list);
        let issues = list.and_then(|list| serde_json::from_str(list).ok());
        Self::Validation(issues.unwrap_or_else(|| vec![Issue::new(Vec::new(), text)]))
    }
}

/// Why a server refused a subscription.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct Refused {
    /// What programs go by: `unknownActor`, `overloaded`, …
    pub code: String,
    /// What people read.
    pub message: String,
}

/// Why there is no state, or no newer one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The server refused the subscription.
    #[error("the subscription was refused: {0}")]
    Refused(Refused),
    /// The instance has ended. Asking for its state again makes a new one.
    #[error("the instance was destroyed")]
    Destroyed,
    /// The server's state is not what this program expects.
    #[error(transparent)]
    Mismatch(Mismatch),
    /// No snapshot came within the call timeout.
    #[error("no state in time")]
    Timeout,
    /// The client is closed, or disconnected for good.
    #[error("disconnected")]
    Disconnected,
}

/// What a stream of events has to say besides events. After the last three it
/// ends.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// So many events are lost, because this listener fell behind.
    #[error("{0} events are lost: the listener fell behind")]
    Lagged(u64),
    /// The connection was lost and is back; what was emitted meanwhile is lost.
    #[error("the connection was lost for a while, and events with it")]
    Interrupted,
    /// This event is not what the program expects; the next one may be.
    #[error(transparent)]
    Mismatch(Mismatch),
    /// The server refused the subscription.
    #[error("the subscription was refused: {0}")]
    Refused(Refused),
    /// The instance has ended. Listening again makes a new one.
    #[error("the instance was destroyed")]
    Destroyed,
    /// The client is closed, or disconnected for good.
    #[error("disconnected")]
    Disconnected,
}
