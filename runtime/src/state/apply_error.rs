//! [`ApplyError`]: why a JSON Patch does not fit a value. Not the errors of
//! writing one.

use std::fmt::Display;

use thiserror::Error;

/// Why a patch could not be applied.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// The text is not a JSON array of operations.
    #[error("not a JSON Patch: {0}")]
    NotAPatch(#[source] serde_json::Error),
    /// An operation does not fit the value.
    #[error("cannot {operation} `{path}`: {misfit}")]
    Misfit {
        /// What the operation is called in the patch.
        operation: String,
        /// Its whole path, a JSON Pointer (RFC 6901).
        path: String,
        /// What does not fit.
        #[source]
        misfit: Misfit,
    },
}

impl ApplyError {
    pub(super) fn misfit(operation: impl Display, path: &str, misfit: Misfit) -> Self {
        Self::Misfit {
            operation: operation.to_string(),
            path: path.to_owned(),
            misfit,
        }
    }
}

/// Why an operation does not fit a value.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Misfit {
    /// It is neither `add` nor `replace` nor `remove`.
    #[error("there is no such operation")]
    UnknownOperation,
    /// The path is not a JSON Pointer: it is not empty and does not start with
    /// `/`, or has a `~` that escapes nothing.
    #[error("the path is not a JSON Pointer")]
    NotAPointer,
    /// An `add` or a `replace` has no value.
    #[error("it has no value")]
    NoValue,
    /// There is no member, element or entry of this path.
    #[error("nothing has this path")]
    Nowhere,
    /// What is there can neither be added nor removed, because it is always
    /// there.
    #[error("it is always there and can only be replaced")]
    Fixed,
    /// What is there changes only together with what it is a part of.
    #[error("it is replaced only with the whole that it is a part of")]
    Apart,
    /// An element of a sorted set would be at the wrong place, or twice.
    #[error("the element does not belong there in the order of the set")]
    Disorder,
    /// The value is not one of the type that is there.
    #[error("its value does not fit: {0}")]
    Value(#[source] serde_json::Error),
}
