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

    /// Begins a turn that only reads.
    ///
    /// # Errors
    ///
    /// Never.
    #[allow(clippy::unused_async, reason = "as with the runtime")]
    pub async fn begin(self) -> Result<&'t A, Refusal> {
        match self.0 {}
    }

    /// Begins a turn that may change the state.
    ///
    /// # Errors
    ///
    /// Never.
    #[allow(clippy::unused_async, reason = "as with the runtime")]
    pub async fn begin_mut(self) -> Result<&'t mut A, Refusal> {
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
