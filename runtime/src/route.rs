//! [`Route`]: the way from a handle to its instance, within the process or over
//! the wire. It is the one place that knows which of them this build has.

use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::method::{ErrorOf, Method};
use crate::{Actor, PendingCall};

#[cfg(feature = "client")]
use crate::Client;
#[cfg(feature = "runtime")]
use crate::local_route::LocalRoute;
#[cfg(feature = "runtime")]
pub(crate) use crate::local_route::Peers;
#[cfg(not(feature = "runtime"))]
pub(crate) use crate::no_runtime::Peers;

/// Where the instances of the actor `A` are.
pub(crate) enum Route<A: Actor> {
    /// In this process.
    #[cfg(feature = "runtime")]
    Local(LocalRoute<A>),
    /// On the server of a client.
    #[cfg(feature = "client")]
    Remote(Client),
    /// Nowhere: what a build has that has neither of the two.
    #[allow(dead_code, reason = "there is no value of it")]
    Nowhere(Infallible, PhantomData<fn() -> A>),
}

impl<A: Actor> Route<A> {
    pub(crate) fn call<'a, M: Method<A>>(
        &'a self,
        id: &'a Arc<str>,
        input: M::Input,
    ) -> PendingCall<'a, M::Output, ErrorOf<A, M>> {
        match self {
            #[cfg(feature = "runtime")]
            Self::Local(route) => PendingCall::new(route.attempt::<M>(id, input)),
            #[cfg(feature = "client")]
            Self::Remote(client) => PendingCall::new(client.attempt::<A, M>(id, input)),
            Self::Nowhere(never, _) => {
                let _ = (id, input);
                match *never {}
            }
        }
    }

    /// The client whose subscriptions the handle shares.
    #[cfg(feature = "client")]
    pub(crate) fn client(&self) -> Client {
        match self {
            #[cfg(feature = "runtime")]
            Self::Local(route) => route.client(),
            Self::Remote(client) => client.clone(),
            Self::Nowhere(never, _) => match *never {},
        }
    }
}

impl<A: Actor> Clone for Route<A> {
    fn clone(&self) -> Self {
        match self {
            #[cfg(feature = "runtime")]
            Self::Local(route) => Self::Local(route.clone()),
            #[cfg(feature = "client")]
            Self::Remote(client) => Self::Remote(client.clone()),
            Self::Nowhere(never, _) => match *never {},
        }
    }
}
