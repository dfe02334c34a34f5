//! [`Method`]: one row of an actor's method table and the thin stub that calls
//! it. Generated for each `#[method]`; not meant to be written by hand.

use std::convert::Infallible;
use std::fmt::Display;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Actor, CallError, Turn};

mod error_format;
mod input;

pub use error_format::{
    DeserializableError, ErrorFormat, ErrorProbe, SerializableError, SerializableErrorWithSchema,
    TextError, UnreadableError,
};
#[cfg(feature = "runtime")]
pub(crate) use input::parse_input;
pub use input::{Input, InputShape};

/// A method of the actor `A`; the implementing type holds the input.
///
/// That `A` is an actor is asked where it matters, so that one which is not is
/// reported once.
pub trait Method<A>: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// The wire name.
    const NAME: &'static str;
    /// The documentation, empty when there is none.
    const DOCS: &'static str;
    /// What the input looks like on the wire.
    const INPUT: InputShape;
    /// Whether running it may wait for anything but the turn to begin.
    const WAITS: bool;
    /// What the method returns when it succeeds.
    type Output: Serialize + DeserializeOwned + JsonSchema + Send + 'static;
    /// What it returns when it fails; `Infallible` for a method that cannot.
    type Error: Display + Send + 'static;

    /// Lends what the method borrows, takes the state and calls the method.
    fn run(
        self,
        turn: Turn<'_, A>,
    ) -> impl Future<Output = Result<Self::Output, CallError<Self::Error>>> + Send
    where
        A: Actor;

    /// How the error travels.
    fn error_format() -> ErrorFormat<Self::Error>;
}

/// Reads a method's return type as a result, whatever it is called.
///
/// `FALLIBLE` comes from [`ReturnProbe`], so that the decision is the type's
/// and not its spelling's: an alias of `Result` is a `Result`.
pub trait MethodReturn<const FALLIBLE: bool> {
    /// The value of a success.
    type Output;
    /// The value of a failure.
    type Error;

    /// The returned value as a result.
    ///
    /// # Errors
    ///
    /// The method's own.
    fn into_result(self) -> Result<Self::Output, Self::Error>;
}

impl<T> MethodReturn<false> for T {
    type Output = T;
    type Error = Infallible;

    fn into_result(self) -> Result<T, Infallible> {
        Ok(self)
    }
}

impl<T, E> MethodReturn<true> for Result<T, E> {
    type Output = T;
    type Error = E;

    fn into_result(self) -> Self {
        self
    }
}

/// Tells whether a concrete type is a `Result`: the inherent constant, which
/// only `Result` has, wins over the trait's.
pub struct ReturnProbe<T: ?Sized>(PhantomData<T>);

/// The answer for all types that are not a `Result`.
pub trait Plain {
    /// No.
    const FALLIBLE: bool = false;
}

impl<T: ?Sized> Plain for ReturnProbe<T> {}

impl<T, E> ReturnProbe<Result<T, E>> {
    /// Yes.
    pub const FALLIBLE: bool = true;
}
