//! What stands for the runtime where it is not built: definitions still name
//! it, so that one definition serves both sides, but there are no values of these.

use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::call::Lend;
use crate::hook::HookFn;
use crate::method::Method;
use crate::{Actor, Caller, Event, Refusal};

/// A method's turn, of which there are none.
pub struct Turn<'t, A>(Infallible, PhantomData<&'t A>);

impl<'t, A: Actor> Turn<'t, A> {
    /// Lends a parameter of type `&T`.
    ///
    /// # Errors
    ///
    /// Never.
    #[allow(clippy::unused_async, reason = "as with the runtime")]
    pub async fn lend<T: Lend<A>>(&self) -> Result<T::Lent<'t>, Refusal> {
        match self.0 {}
    }

    /// Begins the turn.
    ///
    /// # Errors
    ///
    /// Never.
    #[allow(clippy::unused_async, reason = "as with the runtime")]
    pub async fn begin(self) -> Result<Begun<'t, A>, Refusal> {
        match self.0 {}
    }

    /// Begins a turn that no hook comes before.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn begin_now(self) -> Result<Begun<'t, A>, Refusal> {
        match self.0 {}
    }
}

/// A turn that has begun, of which there are none.
pub struct Begun<'t, A>(Infallible, PhantomData<&'t A>);

impl<'t, A: Actor> Begun<'t, A> {
    /// The state, to be read.
    #[must_use]
    pub fn read(self) -> &'t A {
        match self.0 {}
    }

    /// The state, which may be changed.
    #[must_use]
    pub fn change(self) -> &'t mut A {
        match self.0 {}
    }
}

/// The method table of an actor, of which there are none.
pub struct Definition<A>(Infallible, PhantomData<fn() -> A>);

#[allow(missing_docs, reason = "as with the runtime")]
impl<A: Actor> Definition<A> {
    pub fn method<M: Method<A>>(&mut self) {
        match self.0 {}
    }

    pub fn event<E: Event>(&mut self) {
        match self.0 {}
    }

    pub fn on_activate(&mut self, _: HookFn<A>) {
        match self.0 {}
    }

    pub fn on_deactivate(&mut self, _: HookFn<A>) {
        match self.0 {}
    }

    pub fn on_connect(&mut self, _: HookFn<A>) {
        match self.0 {}
    }

    pub fn on_disconnect(&mut self, _: HookFn<A>) {
        match self.0 {}
    }
}

/// The other actors of an app, of which there are none.
pub(crate) struct Peers<'a>(Infallible, PhantomData<&'a ()>);

impl Peers<'_> {
    pub(crate) fn actor<B: Actor>(&self, _: &str, _: &Arc<Caller>) -> B::Handle {
        match self.0 {}
    }
}
