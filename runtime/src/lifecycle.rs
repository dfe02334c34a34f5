//! The lifecycle events of an app's instances, and who listens to them. Not
//! what makes them happen.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use crate::guard::{catch, quietly};
use crate::member::MemberKey;

/// Which instance: the actor's wire name and the id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceName {
    /// The wire name of the actor.
    pub actor: &'static str,
    /// The id of the instance.
    pub id: String,
}

/// What a manager tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManagerEvent {
    /// An instance has its starting state; `on_activate` comes next.
    ActorCreated,
    /// An instance has ended.
    ActorDestroyed,
}

/// A callback's hold on its manager; it is called no more once this is dropped.
#[must_use = "the callback is called only while its subscription is held"]
pub struct Subscription {
    listeners: Weak<Listeners>,
    id: u64,
}

impl Subscription {
    /// Ends the subscription, as dropping it does.
    pub fn unsubscribe(self) {}
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(listeners) = self.listeners.upgrade() {
            let ended = listeners.remove(self.id);
            // Without the lock: what a callback holds may be a subscription itself.
            quietly(move || drop((ended, listeners)));
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Subscription")
            .finish_non_exhaustive()
    }
}

pub(crate) type Callback = Arc<dyn Fn(&InstanceName) + Send + Sync>;

#[derive(Default)]
pub(crate) struct Listeners {
    entries: Mutex<Vec<Listener>>,
    next: AtomicU64,
}

#[derive(Clone)]
struct Listener {
    id: u64,
    event: ManagerEvent,
    callback: Callback,
}

impl Listeners {
    pub(crate) fn add(self: &Arc<Self>, event: ManagerEvent, callback: Callback) -> Subscription {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.entries.lock().push(Listener {
            id,
            event,
            callback,
        });
        Subscription {
            listeners: Arc::downgrade(self),
            id,
        }
    }

    fn remove(&self, id: u64) -> Option<Listener> {
        let mut entries = self.entries.lock();
        let index = entries.iter().position(|listener| listener.id == id)?;
        Some(entries.remove(index))
    }

    /// Those that are to be told of an event.
    fn concerned(&self, event: ManagerEvent) -> Vec<Listener> {
        let entries = self.entries.lock();
        let concerned = entries.iter().filter(|listener| listener.event == event);
        concerned.cloned().collect()
    }

    pub(crate) fn tell(&self, event: ManagerEvent, key: &MemberKey) {
        let concerned = self.concerned(event);
        if concerned.is_empty() {
            return;
        }
        let name = InstanceName {
            actor: key.actor,
            id: key.id.to_string(),
        };
        // Called without the lock, so that a callback may subscribe and unsubscribe.
        for listener in concerned {
            if let Err(panic) = catch(|| (listener.callback)(&name)) {
                tracing::error!(?event, panic, "a manager callback panicked");
            }
            // It is the last of a callback that has been unsubscribed meanwhile.
            quietly(move || drop(listener));
        }
    }
}
