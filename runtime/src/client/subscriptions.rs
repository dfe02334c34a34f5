//! [`Subscriptions`]: which instances are listened to and watched, and what the
//! server has been asked for. Writes frames but does not send them.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::error::{EventError, Refused, StateError};
use super::events::{Listener, RawEvent};
use super::frames::{Topic, subscribe, unsubscribe};
use super::instance::Instance;
use super::replica::{AnyReplica, Served, WatchRequest};

/// The subscriptions of a client. Methods return the frames that are to be
/// sent, unless there is no connection: a new one begins with
/// [`renew`](Self::renew).
#[derive(Default)]
pub(super) struct Subscriptions(HashMap<Instance, Subscription>);

/// The listeners and watchers of one instance.
#[derive(Default)]
struct Subscription {
    listeners: Vec<Listener>,
    replicas: Vec<Box<dyn AnyReplica>>,
    /// What the server was asked for and has not confirmed, newest last. It
    /// does not say which of the two it refuses.
    unconfirmed: Vec<Topic>,
}

impl Subscriptions {
    /// Adds a listener.
    pub(super) fn listen(&mut self, instance: &Instance, mut listener: Listener) -> Option<String> {
        if listener.is_gone() {
            return None;
        }
        listener.tell_taken();
        let subscription = self.0.entry(instance.clone()).or_default();
        subscription.listeners.push(listener);
        let is_first = subscription.listeners.len() == 1;
        is_first.then(|| {
            subscription.unconfirmed.push(Topic::Events);
            subscribe(Topic::Events, instance)
        })
    }

    /// Adds a watcher.
    pub(super) fn watch(
        &mut self,
        instance: &Instance,
        request: Box<dyn WatchRequest>,
    ) -> Option<String> {
        let subscription = self.0.entry(instance.clone()).or_default();
        let served = request.serve(&mut subscription.replicas);
        if subscription.is_unused() {
            self.0.remove(instance);
            return None;
        }
        let asks = served == Served::NeedsSnapshot && subscription.ask_for_snapshot();
        asks.then(|| subscribe(Topic::State, instance))
    }

    /// Ends a listener.
    pub(super) fn stop_listening(&mut self, instance: &Instance, id: u64) -> Option<String> {
        let subscription = self.0.get_mut(instance)?;
        let before = subscription.listeners.len();
        subscription
            .listeners
            .retain(|listener| listener.id() != id);
        let was_last = before > 0 && subscription.listeners.is_empty();
        was_last.then(|| self.unsubscribed(instance, Topic::Events))
    }

    /// Ends a watcher.
    pub(super) fn stop_watching(&mut self, instance: &Instance, id: u64) -> Option<String> {
        let subscription = self.0.get_mut(instance)?;
        let before = subscription.replicas.len();
        subscription
            .replicas
            .retain_mut(|replica| !replica.release(id));
        let was_last = before > 0 && subscription.replicas.is_empty();
        was_last.then(|| self.unsubscribed(instance, Topic::State))
    }

    /// Notes that nobody uses one of the two any more.
    fn unsubscribed(&mut self, instance: &Instance, topic: Topic) -> String {
        if let Some(subscription) = self.0.get_mut(instance) {
            subscription.confirm(topic);
        }
        self.forget_unused(instance);
        unsubscribe(topic, instance)
    }

    fn forget_unused(&mut self, instance: &Instance) {
        let subscription = self.0.get(instance);
        if subscription.is_some_and(Subscription::is_unused) {
            self.0.remove(instance);
        }
    }

    /// Hands an event to those who want it.
    pub(super) fn event(&mut self, instance: &Instance, name: &str, payload: &RawValue) {
        let Some(subscription) = self.0.get_mut(instance) else {
            return;
        };
        subscription.confirm(Topic::Events);
        let mut wanting = subscription
            .listeners
            .iter_mut()
            .filter(|listener| listener.wants(name))
            .peekable();
        if wanting.peek().is_some() {
            let event = RawEvent::new(name, payload);
            wanting.for_each(|listener| listener.deliver(&event));
        }
    }

    /// Shows a snapshot to the watchers. Those that it does not fit end.
    pub(super) fn snapshot(&mut self, instance: &Instance, state: &RawValue) -> Option<String> {
        let subscription = self.0.get_mut(instance)?;
        subscription.confirm(Topic::State);
        let before = subscription.replicas.len();
        let subject = || format!("the state of {instance}");
        subscription.replicas.retain_mut(|replica| {
            let shown = replica.show(&subject, state);
            if let Err(mismatch) = &shown {
                tracing::error!(%mismatch, "a state cannot be watched");
            }
            shown.is_ok()
        });
        if before == 0 || !subscription.replicas.is_empty() {
            return None;
        }
        Some(self.unsubscribed(instance, Topic::State))
    }

    /// Shows a patch to the watchers; where it does not fit, a snapshot is asked for.
    pub(super) fn patch(&mut self, instance: &Instance, patches: &RawValue) -> Option<String> {
        let subscription = self.0.get_mut(instance)?;
        let mut all_fit = true;
        for replica in &mut subscription.replicas {
            if let Err(reason) = replica.patch(patches) {
                tracing::warn!(%instance, reason, "a patch does not fit; asking for a snapshot");
                all_fit = false;
            }
        }
        let asks = !all_fit && subscription.ask_for_snapshot();
        asks.then(|| subscribe(Topic::State, instance))
    }

    /// Takes a refusal.
    pub(super) fn refused(&mut self, instance: &Instance, refused: &Refused) {
        let Some(subscription) = self.0.get_mut(instance) else {
            return;
        };
        // The topic asked for last is the one past a limit; where both are
        // refused, there are two refusals.
        match subscription.unconfirmed.pop() {
            Some(Topic::Events) => {
                subscription.end_events(&EventError::Refused(refused.clone()));
            }
            Some(Topic::State) => subscription.end_state(&StateError::Refused(refused.clone())),
            None => tracing::warn!(%instance, %refused, "a refusal of nothing that was asked for"),
        }
        self.forget_unused(instance);
    }

    /// Ends what followed an instance that was destroyed. A watcher that has no
    /// snapshot yet may have asked for the next life's: it asks again, because
    /// the server may have taken it for the one that ended.
    pub(super) fn destroyed(&mut self, instance: &Instance) -> Vec<String> {
        let Some(subscription) = self.0.get_mut(instance) else {
            return Vec::new();
        };
        let mut frames = Vec::new();
        if !subscription.listeners.is_empty() {
            subscription.end_events(&EventError::Destroyed);
            // It may have been renewed in the meantime.
            frames.push(unsubscribe(Topic::Events, instance));
        }
        subscription.replicas.retain_mut(|replica| {
            let is_current = replica.is_current();
            if is_current {
                replica.end(StateError::Destroyed);
            }
            !is_current
        });
        subscription.unconfirmed.clear();
        if !subscription.replicas.is_empty() {
            subscription.ask_for_snapshot();
            frames.push(subscribe(Topic::State, instance));
        }
        self.forget_unused(instance);
        frames
    }

    /// Notes that the connection is lost, and what was subscribed with it.
    pub(super) fn lost(&mut self) {
        for subscription in self.0.values_mut() {
            subscription.unconfirmed.clear();
            for listener in &mut subscription.listeners {
                listener.interrupt();
            }
            for replica in &mut subscription.replicas {
                replica.set_stale();
            }
        }
    }

    /// What a new connection is asked for, which is all that is in use.
    pub(super) fn renew(&mut self) -> Vec<String> {
        let mut frames = Vec::new();
        for (instance, subscription) in &mut self.0 {
            subscription.unconfirmed.clear();
            if !subscription.listeners.is_empty() {
                subscription.unconfirmed.push(Topic::Events);
                frames.push(subscribe(Topic::Events, instance));
            }
            if !subscription.replicas.is_empty() {
                subscription.unconfirmed.push(Topic::State);
                frames.push(subscribe(Topic::State, instance));
            }
            for listener in &mut subscription.listeners {
                listener.resume();
            }
        }
        frames
    }

    /// Ends all, because there will be no connection.
    pub(super) fn end(&mut self) {
        for (_, mut subscription) in self.0.drain() {
            subscription.end_events(&EventError::Disconnected);
            subscription.end_state(&StateError::Disconnected);
        }
    }
}

impl Subscription {
    fn is_unused(&self) -> bool {
        self.listeners.is_empty() && self.replicas.is_empty()
    }

    /// Notes that a snapshot is needed; false if one is on its way.
    fn ask_for_snapshot(&mut self) -> bool {
        let asks = !self.unconfirmed.contains(&Topic::State);
        if asks {
            self.unconfirmed.push(Topic::State);
        }
        asks
    }

    fn confirm(&mut self, topic: Topic) {
        self.unconfirmed.retain(|unconfirmed| *unconfirmed != topic);
    }

    fn end_events(&mut self, why: &EventError) {
        for listener in self.listeners.drain(..) {
            listener.end(why.clone());
        }
    }

    fn end_state(&mut self, why: &StateError) {
        for mut replica in self.replicas.drain(..) {
            replica.end(why.clone());
        }
    }
}
