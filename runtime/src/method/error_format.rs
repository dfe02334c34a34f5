//! [`ErrorFormat`]: how a method's error travels, decided by what its type implements.

use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// Serialises an error.
pub(crate) type ErrorData<E> = fn(&E) -> serde_json::Result<Box<RawValue>>;

/// How an error of type `E` travels besides its text.
pub struct ErrorFormat<E> {
    /// Serialises the error, where its type can be.
    pub(crate) data: Option<ErrorData<E>>,
    /// The schema of that data, where there is one.
    pub(crate) schema: Option<fn(&mut SchemaGenerator) -> Schema>,
}

/// Finds out what a concrete error type implements, by autoref: called on
/// `&&ErrorProbe`, a method of `&ErrorProbe` is found first, then one of
/// `&&ErrorProbe`, then one of `ErrorProbe`.
pub struct ErrorProbe<E>(PhantomData<E>);

impl<E> ErrorProbe<E> {
    /// A probe of `E`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<E> Default for ErrorProbe<E> {
    fn default() -> Self {
        Self::new()
    }
}

/// The answer for errors that serialise and have a schema.
pub trait SerializableErrorWithSchema<E> {
    /// Text, data and its schema.
    fn error_format(&self) -> ErrorFormat<E>;
}

impl<E: Serialize + JsonSchema> SerializableErrorWithSchema<E> for &ErrorProbe<E> {
    fn error_format(&self) -> ErrorFormat<E> {
        ErrorFormat {
            data: Some(to_raw_value::<E>),
            schema: Some(E::json_schema),
        }
    }
}

/// The answer for errors that serialise.
pub trait SerializableError<E> {
    /// Text and data.
    fn error_format(&self) -> ErrorFormat<E>;
}

impl<E: Serialize> SerializableError<E> for &&ErrorProbe<E> {
    fn error_format(&self) -> ErrorFormat<E> {
        ErrorFormat {
            data: Some(to_raw_value::<E>),
            schema: None,
        }
    }
}

/// The answer for all other errors.
pub trait TextError<E> {
    /// Text alone.
    fn error_format(&self) -> ErrorFormat<E>;
}

impl<E> TextError<E> for ErrorProbe<E> {
    fn error_format(&self) -> ErrorFormat<E> {
        ErrorFormat {
            data: None,
            schema: None,
        }
    }
}
