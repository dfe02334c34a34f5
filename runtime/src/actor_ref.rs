//! [`ActorRef`]: the untyped half of a handle on one instance, which the
//! generated handles wrap. It makes no instance; a call does.

use std::fmt;
use std::sync::Arc;

use crate::method::{ErrorOf, Method};
use crate::route::Route;
use crate::{Actor, PendingCall};

/// A reference to one instance of the actor `A`, by its id. Cloning is cheap.
///
/// The instance need not exist; the first call or subscription brings it about.
pub struct ActorRef<A: Actor> {
    pub(crate) route: Route<A>,
    pub(crate) id: Arc<str>,
}

impl<A: Actor> ActorRef<A> {
    pub(crate) fn new(route: Route<A>, id: &str) -> Self {
        Self {
            route,
            id: id.into(),
        }
    }

    /// The id of the instance.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Calls a method.
    pub fn call<M: Method<A>>(&self, input: M::Input) -> PendingCall<'_, M::Output, ErrorOf<A, M>> {
        self.route.call::<M>(&self.id, input)
    }
}

impl<A: Actor> Clone for ActorRef<A> {
    fn clone(&self) -> Self {
        Self {
            route: self.route.clone(),
            id: Arc::clone(&self.id),
        }
    }
}

impl<A: Actor> fmt::Debug for ActorRef<A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", A::NAME, self.id)
    }
}
