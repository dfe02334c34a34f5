//! [`Method`]: one row of an actor's method table and the thin stub that calls
//! it. Generated for each `#[method]`; not meant to be written by hand.

use std::convert::Infallible;
use std::marker::PhantomData;

use futures_util::future::BoxFuture;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::constraints::Issues;
use crate::{Actor, CallError, Issue, Turn};

mod arguments;
mod error_format;
mod failure;
mod input;
mod lends;
mod receiver;

pub use error_format::{
    DeserializableError, ErrorFormat, ErrorProbe, SerializableError, SerializableErrorWithSchema,
    TextError, UnreadableError,
};
pub use failure::{Failure, NoFailure};
#[cfg(feature = "client")]
pub(crate) use input::Written;
#[cfg(feature = "runtime")]
pub(crate) use input::parse_input;
pub use input::{Input, Whole};
pub use lends::{LendOne, Loan};
pub use receiver::{Exclusive, Shared};

use input::MethodInput;
use lends::Lends;
use receiver::Receiver;

/// A method of the actor `A`.
///
/// That `A` is an actor is asked where it matters, so that one which is not is
/// reported once.
pub trait Method<A>: Sized + 'static {
    /// What the method is called and takes.
    const ROW: Row;
    /// How it takes the actor.
    type Receiver: Receiver;
    /// What it takes by value.
    type Input: MethodInput;
    /// What it takes by reference.
    type Lends: Lends<A>;
    /// What the method returns when it succeeds.
    type Output: Serialize + DeserializeOwned + JsonSchema + Send + 'static;
    /// What it returns when it fails.
    type Failure: Failure;

    /// Calls the method.
    fn call<'t>(
        actor: ActorFor<'t, A, Self>,
        lent: LentTo<'t, A, Self>,
        input: Self::Input,
    ) -> Called<'t, A, Self>;

    /// Finds what is wrong with an input whose types are right.
    fn check(_: &Self::Input, _: &mut Issues) {}

    /// The schema of the input.
    #[must_use]
    fn input_schema(generator: SchemaGenerator) -> Schema {
        Self::Input::schema(&Self::ROW, generator)
    }
}

/// The error of a method.
pub(crate) type ErrorOf<A, M> = <<M as Method<A>>::Failure as Failure>::Error;

/// The actor as a method takes it.
pub type ActorFor<'t, A, M> = <<M as Method<A>>::Receiver as Receiver>::Of<'t, A>;

/// What a method holds of what it borrows.
pub type LentTo<'t, A, M> = <<M as Method<A>>::Lends as Lends<A>>::Lent<'t>;

/// What a method returned, or will have.
pub type Called<'t, A, M> = Returned<'t, <M as Method<A>>::Output, ErrorOf<A, M>>;

/// The outcome of a call.
pub(crate) type Outcome<A, M> = Result<<M as Method<A>>::Output, CallError<ErrorOf<A, M>>>;

/// What a method is called and takes.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The wire name.
    pub(crate) name: &'static str,
    /// The documentation, empty when there is none.
    pub(crate) docs: &'static str,
    /// The wire names of the parameters.
    pub(crate) parameters: &'static [&'static str],
    /// Their documentation.
    parameter_docs: &'static [&'static str],
    asynchronous: bool,
}

impl Row {
    /// A row of the table.
    #[must_use]
    pub const fn new(
        name: &'static str,
        docs: &'static str,
        parameters: &'static [&'static str],
        parameter_docs: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            docs,
            parameters,
            parameter_docs,
            asynchronous: false,
        }
    }

    /// The same of an `async` function.
    #[must_use]
    pub const fn asynchronous(mut self) -> Self {
        self.asynchronous = true;
        self
    }
}

/// Whether running the method may wait for anything but the turn to begin.
pub(crate) const fn waits<A, M: Method<A>>() -> bool {
    M::ROW.asynchronous || <M::Lends as Lends<A>>::WAITS
}

/// Whether the method takes anything by reference, as its context is.
pub(crate) const fn borrows<A, M: Method<A>>() -> bool {
    <M::Lends as Lends<A>>::ANY
}

/// Finds what breaks the constraints on an input.
pub(crate) fn check<A, M: Method<A>>(input: &M::Input) -> Result<(), Vec<Issue>> {
    let mut issues = Issues::default();
    M::check(input, &mut issues);
    issues.into_result()
}

/// A value that a function returned, or will have.
pub enum Returned<'t, T, E> {
    /// By a plain function.
    Now(Result<T, E>),
    /// By an `async` function.
    Later(BoxFuture<'t, Result<T, E>>),
}

/// Lends what the method borrows, takes the state and calls the method.
pub(crate) async fn run<A: Actor, M: Method<A>>(
    input: M::Input,
    turn: Turn<'_, A>,
) -> Outcome<A, M> {
    let lent = M::Lends::lend(&turn).await?;
    let actor = M::Receiver::of(turn.begin().await?);
    let result = match M::call(actor, lent, input) {
        Returned::Now(result) => result,
        Returned::Later(result) => result.await,
    };
    result.map_err(CallError::Method)
}

/// The same of a method that never waits.
pub(crate) fn run_now<A: Actor, M: Method<A>>(input: M::Input, turn: Turn<'_, A>) -> Outcome<A, M> {
    let lent = M::Lends::lend_now(&turn)?;
    let actor = M::Receiver::of(turn.begin_now()?);
    match M::call(actor, lent, input) {
        Returned::Now(result) => result.map_err(CallError::Method),
        Returned::Later(_) => Err(CallError::Internal),
    }
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
