//! [`LocalRoute`]: the way to the instances of an actor within the process; and
//! [`Peers`], where a turn finds the other actors of its app.

use std::sync::{Arc, OnceLock};

use crate::instance::{Instance, Invocation};
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
    /// The instance as it was found by the first call. Once it has ended it is
    /// looked for again by each call.
    found: OnceLock<Arc<Instance<A>>>,
}

impl<A: Actor> LocalRoute<A> {
    pub(crate) fn attempt<'a, M: Method<A>>(
        &'a self,
        id: &'a Arc<str>,
        input: M::Input,
    ) -> LocalAttempt<'a, A, M> {
        LocalAttempt::new(self, id, input)
    }

    /// Makes a call on the instance of this id, which is always the same.
    pub(crate) fn call(&self, id: &str, call: &mut dyn Invocation<A>) {
        if let Some(found) = self.found.get()
            && !self.registry.shared().is_closing()
            && found.call(call).is_ok()
        {
            return;
        }
        if let Some(found) = self.registry.call(id, call) {
            // It is there already if that one has ended.
            let _ = self.found.set(found);
        }
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
            found: self.found.clone(),
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
        found: OnceLock::new(),
    };
    ActorRef::new(Route::Local(route), id).into()
}

/// The other actors of an app, as a turn finds them.
pub(crate) struct Peers<'a>(&'a Shared);

impl<'a> Peers<'a> {
    pub(crate) fn of(shared: &'a Shared) -> Self {
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
