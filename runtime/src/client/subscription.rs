//! [`Subscription`]: who follows one instance, and what the server has been
//! asked for. Not the frames.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::error::{EventError, Refused, StateError};
use super::events::{Listener, RawEvent};
use super::frames::{Demand, Topic};
use super::instance::Instance;
use super::observer::Observer;
use super::replica::AnyReplica;

/// Those who follow one instance.
#[derive(Default)]
pub(super) struct Subscription {
    /// They want events.
    pub(super) listeners: Vec<Listener>,
    /// They want the state.
    pub(super) replicas: Vec<Box<dyn AnyReplica>>,
    /// They want both.
    pub(super) observers: Vec<Observer>,
    /// What the server was asked for and has not confirmed, newest last. It
    /// does not say which of the two it refuses.
    unconfirmed: Vec<Topic>,
}

impl Subscription {
    /// Whether anybody wants this topic.
    pub(super) fn wants(&self, topic: Topic) -> bool {
        let alone = match topic {
            Topic::Events => self.listeners.is_empty(),
            Topic::State => self.replicas.is_empty(),
        };
        !(alone && self.observers.is_empty())
    }

    pub(super) fn is_unused(&self) -> bool {
        !self.wants(Topic::Events) && !self.wants(Topic::State)
    }

    /// Notes that a topic is to be asked for; none if the answer is on its way.
    pub(super) fn ask(&mut self, topic: Topic) -> Option<Demand> {
        if self.unconfirmed.contains(&topic) {
            return None;
        }
        self.unconfirmed.push(topic);
        Some(Demand::Subscribe(topic))
    }

    /// Notes that a topic is not to be asked for any more.
    pub(super) fn confirm(&mut self, topic: Topic) {
        self.unconfirmed.retain(|unconfirmed| *unconfirmed != topic);
    }

    /// Hands an event to those who want it.
    pub(super) fn event(&mut self, name: &str, payload: &RawValue) {
        self.confirm(Topic::Events);
        let mut wanting = self
            .listeners
            .iter_mut()
            .filter(|listener| listener.wants(name))
            .peekable();
        if wanting.peek().is_none() && self.observers.is_empty() {
            return;
        }
        let event = RawEvent::new(name, payload);
        wanting.for_each(|listener| listener.deliver(&event));
        for observer in &mut self.observers {
            observer.event(&event);
        }
    }

    /// Shows a snapshot. The replicas that it does not fit end.
    pub(super) fn snapshot(&mut self, instance: &Instance, state: &RawValue) {
        self.confirm(Topic::State);
        let subject = || format!("the state of {instance}");
        self.replicas.retain_mut(|replica| {
            let shown = replica.show(&subject, state);
            if let Err(mismatch) = &shown {
                tracing::error!(%mismatch, "a state cannot be watched");
            }
            shown.is_ok()
        });
        if !self.observers.is_empty() {
            let state = Arc::from(state.to_owned());
            for observer in &mut self.observers {
                observer.show(&state);
            }
        }
    }

    /// Shows a patch, and tells whether it fits every replica.
    pub(super) fn patch(&mut self, instance: &Instance, patches: &RawValue) -> bool {
        let mut all_fit = true;
        for replica in &mut self.replicas {
            if let Err(reason) = replica.patch(patches) {
                tracing::warn!(%instance, reason, "a patch does not fit; asking for a snapshot");
                all_fit = false;
            }
        }
        if !self.observers.is_empty() {
            let patches = Arc::from(patches.to_owned());
            for observer in &mut self.observers {
                observer.patch(&patches);
            }
        }
        all_fit
    }

    /// Ends those who want what was refused, and says which topic that is.
    pub(super) fn refuse(&mut self, refused: &Refused) -> Option<Topic> {
        // The topic asked for last is the one past a limit; where both are
        // refused, there are two refusals.
        let topic = self.unconfirmed.pop()?;
        match topic {
            Topic::Events => self.end_listeners(&EventError::Refused(refused.clone())),
            Topic::State => self.end_replicas(&StateError::Refused(refused.clone())),
        }
        self.end_observers(&StateError::Refused(refused.clone()));
        Some(topic)
    }

    /// Ends those who followed an instance that was destroyed. Those who have
    /// no snapshot yet may have asked for the next life's: they ask again,
    /// because the server may have taken it for the one that ended.
    pub(super) fn destroyed(&mut self) -> Vec<Demand> {
        let mut demands = Vec::new();
        let may_be_renewed = [
            (Topic::Events, !self.listeners.is_empty()),
            (Topic::State, self.unconfirmed.contains(&Topic::State)),
        ];
        self.unconfirmed.clear();
        self.end_listeners(&EventError::Destroyed);
        self.replicas.retain_mut(|replica| {
            let is_current = replica.is_current();
            if is_current {
                replica.end(StateError::Destroyed);
            }
            !is_current
        });
        for observer in self.observers.extract_if(.., |each| each.is_confirmed()) {
            observer.end(StateError::Destroyed);
        }
        for (topic, may_be_renewed) in may_be_renewed {
            if self.wants(topic) {
                demands.extend(self.ask(topic));
            } else if may_be_renewed {
                demands.push(Demand::Unsubscribe(topic));
            }
        }
        demands
    }

    /// Notes that the connection is lost, and what was subscribed with it.
    pub(super) fn lost(&mut self) {
        self.unconfirmed.clear();
        for listener in &mut self.listeners {
            listener.interrupt();
        }
        for replica in &mut self.replicas {
            replica.set_stale();
        }
        for observer in &mut self.observers {
            observer.interrupt();
        }
    }

    /// What a new connection is to be asked for.
    pub(super) fn renew(&mut self) -> Vec<Demand> {
        for listener in &mut self.listeners {
            listener.resume();
        }
        self.unconfirmed.clear();
        Topic::ALL
            .into_iter()
            .filter_map(|topic| self.wants(topic).then(|| self.ask(topic))?)
            .collect()
    }

    /// Ends all, because there will be no connection.
    pub(super) fn end(mut self) {
        self.end_listeners(&EventError::Disconnected);
        self.end_replicas(&StateError::Disconnected);
        self.end_observers(&StateError::Disconnected);
    }

    fn end_listeners(&mut self, why: &EventError) {
        for listener in self.listeners.drain(..) {
            listener.end(why.clone());
        }
    }

    fn end_replicas(&mut self, why: &StateError) {
        for mut replica in self.replicas.drain(..) {
            replica.end(why.clone());
        }
    }

    fn end_observers(&mut self, why: &StateError) {
        for observer in self.observers.drain(..) {
            observer.end(why.clone());
        }
    }
}
