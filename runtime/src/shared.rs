//! [`Shared`]: what all instances of an app have in common: limits, counts,
//! listeners, who waits for whom, and the end of it all.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use futures_util::FutureExt;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::lifecycle::{Listeners, ManagerEvent};
use crate::member::MemberKey;
use crate::patch_checks::{PatchChecker, PatchChecks};
use crate::registry::Registries;
use crate::waits::Waits;
use crate::{Limits, Refusal};

/// What all instances of an app share.
pub(crate) struct Shared {
    limits: Limits,
    patch_checker: PatchChecker,
    /// Instances in the registries, for the limit; some may have no life yet.
    instances: AtomicUsize,
    live: AtomicUsize,
    listeners: Arc<Listeners>,
    workers: TaskTracker,
    waits: Arc<Waits>,
    /// The actors, which in turn hold this.
    registries: OnceLock<Weak<Registries>>,
    closing: AtomicBool,
    cancel: CancellationToken,
}

impl Shared {
    pub(crate) fn new(limits: Limits, patch_checks: PatchChecks) -> Self {
        Self {
            limits,
            patch_checker: PatchChecker::new(patch_checks),
            instances: AtomicUsize::new(0),
            live: AtomicUsize::new(0),
            listeners: Arc::default(),
            workers: TaskTracker::new(),
            waits: Arc::default(),
            registries: OnceLock::new(),
            closing: AtomicBool::new(false),
            cancel: CancellationToken::new(),
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn patch_checker(&self) -> &PatchChecker {
        &self.patch_checker
    }

    pub(crate) fn listeners(&self) -> &Arc<Listeners> {
        &self.listeners
    }

    pub(crate) fn waits(&self) -> &Arc<Waits> {
        &self.waits
    }

    /// Tells which actors there are, once.
    pub(crate) fn set_registries(&self, registries: &Arc<Registries>) {
        let set = self.registries.set(Arc::downgrade(registries));
        debug_assert!(set.is_ok(), "an app is built once");
    }

    /// The actors of the app, unless it is gone.
    pub(crate) fn registries(&self) -> Option<Arc<Registries>> {
        self.registries.get()?.upgrade()
    }

    /// How many instances have a life.
    pub(crate) fn live(&self) -> usize {
        self.live.load(Ordering::Relaxed)
    }

    /// From now on nothing new is begun.
    pub(crate) fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
    }

    /// Cancels the methods that are running.
    pub(crate) fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Completes when no worker is left.
    pub(crate) async fn workers_done(&self) {
        self.workers.close();
        self.workers.wait().await;
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    /// Completes when running methods are to be cancelled.
    pub(crate) async fn cancelled(&self) {
        self.cancel.cancelled().await;
    }

    /// Completes when an `on_deactivate` has had its time.
    pub(crate) async fn drained(&self) {
        self.cancel.cancelled().await;
        tokio::time::sleep(self.limits.drain).await;
    }

    pub(crate) fn spawn(&self, worker: impl Future<Output = ()> + Send + 'static) {
        self.workers.spawn(worker);
    }

    /// Polls once, and goes on in a task of its own if that is not enough.
    pub(crate) fn poll_or_spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut work = Box::pin(self.workers.track_future(work));
        if work.as_mut().now_or_never().is_none() {
            tokio::spawn(work);
        }
    }

    /// Runs what takes long on a thread of its own.
    pub(crate) fn spawn_blocking(&self, work: impl FnOnce() + Send + 'static) {
        self.workers.spawn_blocking(work);
    }

    /// Counts a new instance.
    ///
    /// # Errors
    ///
    /// There are too many, in all or of its creator's.
    pub(crate) fn reserve(&self, creator: Option<&AtomicUsize>) -> Result<(), Refusal> {
        let Limits {
            instances,
            instances_created,
            ..
        } = self.limits;
        if creator.is_some_and(|created| !take_one(created, instances_created)) {
            let text = format!(
                "Too many instances created by this connection (limit {instances_created})"
            );
            return Err(Refusal::Overloaded(text));
        }
        if !take_one(&self.instances, instances) {
            if let Some(created) = creator {
                created.fetch_sub(1, Ordering::Relaxed);
            }
            return Err(Refusal::Overloaded(format!(
                "Too many instances (limit {instances})"
            )));
        }
        Ok(())
    }

    /// Takes an instance off the counts.
    pub(crate) fn release(&self, creator: Option<&AtomicUsize>) {
        self.instances.fetch_sub(1, Ordering::Relaxed);
        if let Some(created) = creator {
            created.fetch_sub(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn instance_created(&self, key: &MemberKey) {
        self.live.fetch_add(1, Ordering::Relaxed);
        tracing::debug!(actor = key.actor, id = %key.id, "instance created");
        self.listeners.tell(ManagerEvent::ActorCreated, key);
    }

    pub(crate) fn instance_destroyed(&self, key: &MemberKey) {
        self.live.fetch_sub(1, Ordering::Relaxed);
        tracing::debug!(actor = key.actor, id = %key.id, "instance destroyed");
        self.listeners.tell(ManagerEvent::ActorDestroyed, key);
    }
}

/// The count of something that has a limit.
fn take_one(count: &AtomicUsize, limit: usize) -> bool {
    let taken = count.fetch_add(1, Ordering::Relaxed) < limit;
    if !taken {
        count.fetch_sub(1, Ordering::Relaxed);
    }
    taken
}
