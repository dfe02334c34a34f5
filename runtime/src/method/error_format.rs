//! [`ErrorFormat`]: how a method's error travels, decided by what its type implements.

use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

/// Serialises an error.
type ErrorData<E> = fn(&E) -> serde_json::Result<Box<RawValue>>;

/// Reads an error.
type ReadError<E> = fn(&RawValue) -> serde_json::Result<E>;

/// How an error of type `E` travels besides its text.
pub struct ErrorFormat<E> {
    written: WrittenError<E>,
    /// Reads the error, where its type can be.
    read: Option<ReadError<E>>,
}

impl<E> ErrorFormat<E> {
    /// The format of errors that are written and read like this.
    #[must_use]
    pub fn new(written: WrittenError<E>, read: Option<ReadError<E>>) -> Self {
        Self { written, read }
    }

    /// Serialises the error, where its type can be.
    pub(crate) fn data(&self) -> Option<ErrorData<E>> {
        self.written.data
    }

    /// The schema of that data, where there is one.
    pub(crate) fn schema(&self) -> Option<fn(&mut SchemaGenerator) -> Schema> {
        self.written.schema
    }

    /// Reads the error, where its type can be.
    #[must_use]
    pub fn read(&self) -> Option<ReadError<E>> {
        self.read
    }
}

/// How an error of type `E` is written besides its text.
pub struct WrittenError<E> {
    data: Option<ErrorData<E>>,
    schema: Option<fn(&mut SchemaGenerator) -> Schema>,
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
    fn written(&self) -> WrittenError<E>;
}

impl<E: Serialize + JsonSchema> SerializableErrorWithSchema<E> for &ErrorProbe<E> {
    fn written(&self) -> WrittenError<E> {
        WrittenError {
            data: Some(to_raw_value::<E>),
            schema: Some(E::json_schema),
        }
    }
}

/// The answer for errors that serialise.
pub trait SerializableError<E> {
    /// Text and data.
    fn written(&self) -> WrittenError<E>;
}

impl<E: Serialize> SerializableError<E> for &&ErrorProbe<E> {
    fn written(&self) -> WrittenError<E> {
        WrittenError {
            data: Some(to_raw_value::<E>),
            schema: None,
        }
    }
}

/// The answer for all other errors.
pub trait TextError<E> {
    /// Text alone.
    fn written(&self) -> WrittenError<E>;
}

impl<E> TextError<E> for ErrorProbe<E> {
    fn written(&self) -> WrittenError<E> {
        WrittenError {
            data: None,
            schema: None,
        }
    }
}

/// The answer for errors that can be read.
pub trait DeserializableError<E> {
    /// How.
    fn read(&self) -> Option<ReadError<E>>;
}

impl<E: DeserializeOwned> DeserializableError<E> for ErrorProbe<E> {
    fn read(&self) -> Option<ReadError<E>> {
        Some(|data| serde_json::from_str(data.get()))
    }
}

/// The answer for errors that cannot.
pub trait UnreadableError<E> {
    /// Not at all.
    fn read(&self) -> Option<ReadError<E>>;
}

impl<E> UnreadableError<E> for &ErrorProbe<E> {
    fn read(&self) -> Option<ReadError<E>> {
        None
    }
}
