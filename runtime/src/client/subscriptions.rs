//! [`Subscriptions`]: which instances are followed, and the frames that this
//! takes. Writes frames but does not send them.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::error::Refused;
use super::events::Listener;
use super::frames::{Demand, Topic};
use super::instance::Instance;
use super::observer::Observer;
use super::replica::{Served, WatchRequest};
use super::subscription::Subscription;

/// The subscriptions of a client. Methods return the frames that are to be
/// sent, unless there is no connection: a new one begins with
/// [`renew`](Self::renew).
#[derive(Default)]
pub(super) struct Subscriptions(HashMap<Instance, Subscription>);

impl Subscriptions {
    /// Adds a listener.
    pub(super) fn listen(&mut self, instance: &Instance, mut listener: Listener) -> Option<String> {
        if listener.is_gone() {
            return None;
        }
        listener.tell_taken();
        let subscription = self.0.entry(instance.clone()).or_default();
        let demand = if subscription.wants(Topic::Events) {
            None
        } else {
            subscription.ask(Topic::Events)
        };
        subscription.listeners.push(listener);
        demand.map(|demand| demand.frame(instance))
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
        let demand = match served {
            Served::NeedsSnapshot => subscription.ask(Topic::State),
            Served::Current | Served::Gone => None,
        };
        demand.map(|demand| demand.frame(instance))
    }

    /// Adds an observer. Events are asked for first, so that the events of what
    /// is seen to happen are not missing.
    pub(super) fn observe(&mut self, instance: &Instance, mut observer: Observer) -> Vec<String> {
        if observer.is_gone() {
            return Vec::new();
        }
        observer.tell_taken();
        let subscription = self.0.entry(instance.clone()).or_default();
        let mut demands = Vec::new();
        if !subscription.wants(Topic::Events) {
            demands.extend(subscription.ask(Topic::Events));
        }
        demands.extend(subscription.ask(Topic::State));
        subscription.observers.push(observer);
        frames(instance, demands)
    }

    /// Ends a listener.
    pub(super) fn stop_listening(&mut self, instance: &Instance, id: u64) -> Vec<String> {
        let demands = self.stop(instance, |subscription| {
            let listeners = &mut subscription.listeners;
            listeners.retain(|listener| listener.id() != id);
        });
        frames(instance, demands)
    }

    /// Ends a watcher.
    pub(super) fn stop_watching(&mut self, instance: &Instance, id: u64) -> Vec<String> {
        let demands = self.stop(instance, |subscription| {
            let replicas = &mut subscription.replicas;
            replicas.retain_mut(|replica| !replica.release(id));
        });
        frames(instance, demands)
    }

    /// Ends an observer.
    pub(super) fn stop_observing(&mut self, instance: &Instance, id: u64) -> Vec<String> {
        let demands = self.stop(instance, |subscription| {
            let observers = &mut subscription.observers;
            observers.retain(|observer| observer.id() != id);
        });
        frames(instance, demands)
    }

    /// Lets an observer go on whose reader has come to a gap.
    pub(super) fn pass_gap(&mut self, instance: &Instance, id: u64) -> Option<String> {
        let subscription = self.0.get_mut(instance)?;
        let mut observers = subscription.observers.iter_mut();
        let observer = observers.find(|observer| observer.id() == id)?;
        let demand = observer.catch_up().then(|| subscription.ask(Topic::State));
        demand.flatten().map(|demand| demand.frame(instance))
    }

    /// Hands an event to those who want it.
    pub(super) fn event(&mut self, instance: &Instance, name: &str, payload: &RawValue) {
        if let Some(subscription) = self.0.get_mut(instance) {
            subscription.event(name, payload);
        }
    }

    /// Shows a snapshot to those who want it.
    pub(super) fn snapshot(&mut self, instance: &Instance, state: &RawValue) -> Vec<String> {
        let demands = self.stop(instance, |subscription| {
            subscription.snapshot(instance, state);
        });
        frames(instance, demands)
    }

    /// Shows a patch to those who want it; where it does not fit, a snapshot is
    /// asked for.
    pub(super) fn patch(&mut self, instance: &Instance, patches: &RawValue) -> Option<String> {
        let subscription = self.0.get_mut(instance)?;
        let all_fit = subscription.patch(instance, patches);
        let demand = (!all_fit).then(|| subscription.ask(Topic::State));
        demand.flatten().map(|demand| demand.frame(instance))
    }

    /// Takes a refusal. What was refused needs not be taken back.
    pub(super) fn refused(&mut self, instance: &Instance, refused: &Refused) -> Vec<String> {
        let mut topic = None;
        let mut demands = self.stop(instance, |subscription| {
            topic = subscription.refuse(refused);
            if topic.is_none() {
                tracing::warn!(%instance, %refused, "a refusal of nothing that was asked for");
            }
        });
        demands.retain(|demand| topic.is_none_or(|topic| *demand != Demand::Unsubscribe(topic)));
        frames(instance, demands)
    }

    /// Ends what followed an instance that was destroyed.
    pub(super) fn destroyed(&mut self, instance: &Instance) -> Vec<String> {
        let Some(subscription) = self.0.get_mut(instance) else {
            return Vec::new();
        };
        let demands = subscription.destroyed();
        self.forget_unused(instance);
        frames(instance, demands)
    }

    /// Notes that the connection is lost, and what was subscribed with it.
    pub(super) fn lost(&mut self) {
        self.0.values_mut().for_each(Subscription::lost);
    }

    /// What a new connection is asked for, which is all that is in use.
    pub(super) fn renew(&mut self) -> Vec<String> {
        let renewed = self.0.iter_mut();
        renewed
            .flat_map(|(instance, subscription)| frames(instance, subscription.renew()))
            .collect()
    }

    /// Ends all, because there will be no connection.
    pub(super) fn end(&mut self) {
        self.0
            .drain()
            .for_each(|(_, subscription)| subscription.end());
    }

    /// Does what may end some who follow an instance. What nobody wants any
    /// more is to be taken back.
    fn stop(&mut self, instance: &Instance, change: impl FnOnce(&mut Subscription)) -> Vec<Demand> {
        let Some(subscription) = self.0.get_mut(instance) else {
            return Vec::new();
        };
        let wanted = Topic::ALL.map(|topic| subscription.wants(topic));
        change(subscription);
        let mut demands = Vec::new();
        for (topic, was_wanted) in Topic::ALL.into_iter().zip(wanted) {
            if was_wanted && !subscription.wants(topic) {
                subscription.confirm(topic);
                demands.push(Demand::Unsubscribe(topic));
            }
        }
        self.forget_unused(instance);
        demands
    }

    fn forget_unused(&mut self, instance: &Instance) {
        let subscription = self.0.get(instance);
        if subscription.is_some_and(Subscription::is_unused) {
            self.0.remove(instance);
        }
    }
}

fn frames(instance: &Instance, demands: Vec<Demand>) -> Vec<String> {
    let demands = demands.into_iter();
    demands.map(|demand| demand.frame(instance)).collect()
}
