//! [`LocalRoute`]: the way to the instances of an actor within the process; and
//! [`Peers`], where a turn finds the other actors of its app.

use std::sync::Arc;

use crate::local_call::LocalAttempt;
use crate::method::Method;
use crate::registry::{Registries, Registry};
use crate::route::Route;
use crate::shared::Shared;
use crate::{Actor, ActorRef, Caller};

/// The way to the instances of the actor `A`, for one caller.
pub(crate) struct LocalRoute<A: Actor> {
    pub(crate) registry: Arc<Registry<A>>,
    pub(crate) caller: Arc<Caller>,
    /// Keeps the app's other actors, which a method may call.
    registries: Arc<Registries>,
}

impl<A: Actor> LocalRoute<A> {
    pub(crate) fn attempt<'a, M: Method<A>>(
        &'a self,
        id: &'a Arc<str>,
        input: M::Input,
    ) -> LocalAttempt<'a, A, M> {
        LocalAttempt::new(self, id, input)
    }

    /// A client of the app, in the caller's name.
    #[cfg(feature = "client")]
    pub(crate) fn client(&self) -> crate::Client {
        let app = crate::App::of(Arc::clone(&self.registries), self.registry.shared());
        crate::Client::in_process(app, self.caller.who().clone())
    }
}

impl<A: Actor> Clone for LocalRoute<A> {
    fn clone(&self) -> Self {
        Self {
            registry: Arc::clone(&self.registry),
            caller: Arc::clone(&self.caller),
            registries: Arc::clone(&self.registries),
        }
    }
}

/// A handle on one instance of an app.
///
/// # Panics
///
/// If the app was built without the actor.
pub(crate) fn handle<A: Actor>(
    registries: &Arc<Registries>,
    id: &str,
    caller: &Arc<Caller>,
) -> A::Handle {
    let known = registries.get(A::NAME).map(Arc::clone);
    let registry = known.and_then(|registry| registry.into_any().downcast::<Registry<A>>().ok());
    let Some(registry) = registry else {
        panic!(
            "the app has no actor `{}`; add it with `.actor::<…>()`",
            A::NAME
        )
    };
    let route = LocalRoute {
        registry,
        caller: Arc::clone(caller),
        registries: Arc::clone(registries),
    };
    ActorRef::new(Route::Local(route), id).into()
}

/// The other actors of an app, as a turn finds them.
pub(crate) struct Peers(Arc<Shared>);

impl Peers {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    /// A handle on one instance.
    ///
    /// # Panics
    ///
    /// If the app was built without the actor, or is gone.
    pub(crate) fn actor<B: Actor>(&self, id: &str, caller: &Arc<Caller>) -> B::Handle {
        let registries = self.0.registries();
        let registries = registries.expect("an app is there while its actors are called");
        handle::<B>(&registries, id, caller)
    }
}
