//! [`App`]: the actors of a program and their instances, put together. Not how
//! anybody reaches them from outside; that is the handlers and the server.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use crate::local_route;
use crate::manager::ActorManager;
use crate::middleware::{Chain, Middleware};
use crate::registry::{AnyRegistry, Registries, Registry};
use crate::shared::Shared;
use crate::{Actor, BuildError, Caller, Limits, PatchChecks};

/// The actors of a program and their live instances.
///
/// Cloning is cheap; all clones are one app. Dropping the last one, and the last
/// handle, drops the instances without running `on_deactivate`;
/// [`App::shutdown`] runs it.
///
/// ```
/// use stagedoor::prelude::*;
///
/// #[actor]
/// struct Counter { count: i64 }
///
/// #[actor]
/// impl Counter {
///     #[method]
///     fn add(&mut self, amount: i64) -> i64 {
///         self.count += amount;
///         self.count
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let app = App::new().actor::<Counter>().build()?;
/// assert_eq!(app.actor::<Counter>("visits").add(2).await?, 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    manager: ActorManager,
    schema: OnceLock<Value>,
}

impl App {
    /// Begins an app.
    #[allow(
        clippy::new_ret_no_self,
        reason = "`App::new()…build()` reads as what it is"
    )]
    pub fn new() -> AppBuilder {
        AppBuilder {
            actors: Vec::new(),
            middleware: Chain::default(),
            limits: Limits::default(),
            patch_checks: PatchChecks::default(),
        }
    }

    /// The app of these actors.
    pub(crate) fn of(registries: Arc<Registries>, shared: &Arc<Shared>) -> Self {
        let inner = Inner {
            manager: ActorManager::new(registries, Arc::clone(shared)),
            schema: OnceLock::new(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// A handle on one instance, for calls from within the process; they are
    /// made by [`Caller::system`].
    ///
    /// # Panics
    ///
    /// If the app was built without the actor.
    #[must_use]
    pub fn actor<A: Actor>(&self, id: &str) -> A::Handle {
        self.call_as(Caller::system()).actor::<A>(id)
    }

    /// Makes calls from within the process in somebody's name, for what
    /// methods draw from the caller.
    #[must_use]
    pub fn call_as(&self, caller: Caller) -> CallAs<'_> {
        CallAs {
            app: self,
            caller: Arc::new(caller),
        }
    }

    /// The live instances.
    #[must_use]
    pub fn manager(&self) -> &ActorManager {
        &self.inner.manager
    }

    /// The schema document: for each actor its `description`, `state`,
    /// `methods` (each with `input`, `result` and maybe `error`) and `events`
    /// (each with `payload`), all JSON Schema (2020-12).
    #[must_use]
    pub fn schema(&self) -> &Value {
        self.inner.schema.get_or_init(|| {
            let registries = self.manager().registries().iter();
            let actors: BTreeMap<_, _> = registries
                .map(|(name, registry)| (*name, registry.document()))
                .collect();
            json!({ "actors": actors })
        })
    }

    /// Ends the app: new calls are refused, waiting ones finish, every
    /// `on_deactivate` runs. See [`Limits::drain`] for what takes too long; a turn
    /// that waits for this does, because it is waited for itself.
    pub async fn shutdown(&self) {
        self.manager().shut_down().await;
    }
}

impl fmt::Debug for App {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actors: Vec<_> = self.manager().registries().keys().collect();
        formatter
            .debug_struct("App")
            .field("actors", &actors)
            .finish_non_exhaustive()
    }
}

/// Calls in somebody's name; see [`App::call_as`].
#[derive(Clone, Debug)]
pub struct CallAs<'a> {
    app: &'a App,
    caller: Arc<Caller>,
}

impl CallAs<'_> {
    /// A handle on one instance.
    ///
    /// # Panics
    ///
    /// If the app was built without the actor.
    #[must_use]
    pub fn actor<A: Actor>(&self, id: &str) -> A::Handle {
        local_route::handle::<A>(self.app.manager().registries(), id, &self.caller)
    }
}

/// An app that is being put together.
#[must_use = "an app is made by `.build()`"]
pub struct AppBuilder {
    actors: Vec<(&'static str, MakeRegistry)>,
    middleware: Chain,
    limits: Limits,
    patch_checks: PatchChecks,
}

type MakeRegistry =
    Box<dyn FnOnce(&Chain, Arc<Shared>) -> Result<Arc<dyn AnyRegistry>, BuildError>>;

impl AppBuilder {
    /// Adds an actor.
    pub fn actor<A: Actor>(self) -> Self {
        self.actor_with::<A>(|options| options)
    }

    /// Adds an actor with options of its own.
    pub fn actor_with<A: Actor>(
        mut self,
        configure: impl FnOnce(ActorOptions) -> ActorOptions,
    ) -> Self {
        let ActorOptions { middleware } = configure(ActorOptions::default());
        let make: MakeRegistry = Box::new(move |app: &Chain, shared| {
            let registry = Registry::<A>::new(app.followed_by(&middleware), shared)?;
            Ok(Arc::new(registry) as Arc<dyn AnyRegistry>)
        });
        self.actors.push((A::NAME, make));
        self
    }

    /// Adds what runs before every method of every actor.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(middleware);
        self
    }

    /// Sets the limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets which commits are checked for what their patches lead to.
    pub fn patch_checks(mut self, checks: PatchChecks) -> Self {
        self.patch_checks = checks;
        self
    }

    /// Makes the app.
    ///
    /// # Errors
    ///
    /// Two actors, or two methods or events of one, have the same wire name.
    pub fn build(self) -> Result<App, BuildError> {
        let shared = Arc::new(Shared::new(self.limits, self.patch_checks));
        let mut registries = BTreeMap::new();
        for (name, make) in self.actors {
            let registry = make(&self.middleware, Arc::clone(&shared))?;
            if registries.insert(name, registry).is_some() {
                return Err(BuildError::DuplicateActor(name));
            }
        }
        let registries = Arc::new(registries);
        shared.set_registries(&registries);
        Ok(App::of(registries, &shared))
    }
}

/// The options of one actor in an app.
#[derive(Default)]
pub struct ActorOptions {
    middleware: Chain,
}

impl ActorOptions {
    /// Adds what runs before every method of this actor, after the app's own.
    #[must_use]
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(middleware);
        self
    }
}
