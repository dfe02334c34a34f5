//! [`ActorManager`]: the instances of an app by name and id, their lifecycle
//! events and their end. It knows no sockets and no concrete actor types.

use std::fmt;
use std::sync::Arc;

use futures_util::future::join_all;

use crate::Limits;
use crate::lifecycle::{InstanceName, ManagerEvent, Subscription};
use crate::registry::{AnyRegistry, Registries};
use crate::shared::Shared;

/// The live instances of an app. Cloning is cheap; all clones are one manager.
#[derive(Clone)]
pub struct ActorManager {
    registries: Arc<Registries>,
    shared: Arc<Shared>,
}

impl ActorManager {
    pub(crate) fn new(registries: Arc<Registries>, shared: Arc<Shared>) -> Self {
        Self { registries, shared }
    }

    /// How many instances are live.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.live()
    }

    /// Whether no instance is live.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The live instances, in no particular order within an actor.
    #[must_use]
    pub fn list(&self) -> Vec<InstanceName> {
        let registries = self.registries.iter();
        let names = registries.flat_map(|(actor, registry)| {
            registry
                .live()
                .into_iter()
                .map(|id| InstanceName { actor, id })
        });
        names.collect()
    }

    /// Ends an instance after the calls that wait for it: `on_deactivate` runs,
    /// subscribers are told, and a later call starts a new one.
    ///
    /// Returns whether there was one, once it has ended. A turn may destroy its
    /// own instance, or one that waits for the turn: then this returns `true` at
    /// once, and the instance ends when the turn is over.
    pub async fn destroy(&self, actor: &str, id: &str) -> bool {
        match self.registries.get(actor) {
            Some(registry) => registry.destroy(id).await,
            None => false,
        }
    }

    /// Ends all instances that there are now. A turn waits for those alone that
    /// do not wait for it; see [`destroy`](Self::destroy).
    pub async fn destroy_all(&self) {
        let registries = self.registries.values();
        join_all(registries.flat_map(|registry| registry.destroy_all())).await;
    }

    /// Calls back whenever the event happens, until the subscription is dropped.
    pub fn on<F>(&self, event: ManagerEvent, callback: F) -> Subscription
    where
        F: Fn(&InstanceName) + Send + Sync + 'static,
    {
        self.shared.listeners().add(event, Arc::new(callback))
    }

    /// Refuses new calls, finishes those that wait, and ends all instances.
    /// Methods that run longer than [`Limits::drain`] are cancelled.
    pub(crate) async fn shut_down(&self) {
        self.shared.close();
        let drain = self.shared.limits().drain;
        if tokio::time::timeout(drain, self.settle()).await.is_err() {
            tracing::warn!(?drain, "cancelling the methods that are still running");
            self.shared.cancel();
            self.settle().await;
        }
    }

    /// Waits until every instance has ended and no worker is left.
    async fn settle(&self) {
        self.destroy_all().await;
        self.shared.workers_done().await;
    }

    pub(crate) fn registry(&self, actor: &str) -> Option<&Arc<dyn AnyRegistry>> {
        self.registries.get(actor)
    }

    pub(crate) fn registries(&self) -> &Arc<Registries> {
        &self.registries
    }

    pub(crate) fn limits(&self) -> &Limits {
        self.shared.limits()
    }

    /// Whether the app is shutting down, so that it takes no calls any more.
    #[must_use]
    pub fn is_shutting_down(&self) -> bool {
        self.shared.is_closing()
    }
}

impl fmt::Debug for ActorManager {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ActorManager")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}
