//! What an instance has published: the committed state and those who follow
//! it. One lock around both is what makes a snapshot and the patches after it
//! fit together.

use std::collections::HashMap;
use std::sync::Arc;

use crate::connection::Frame;
use crate::event::Emission;
use crate::guard::quietly;
use crate::member::MemberKey;
use crate::protocol;
use crate::session::{Session, Topic};
use crate::state::{Patch, State};
use crate::{Actor, ClientId};

type Subscribers = HashMap<ClientId, Arc<Session>>;

pub(super) struct Published<A> {
    committed: Option<A>,
    /// Whether `on_activate` is over, so that the state may be shown.
    ready: bool,
    state: Subscribers,
    events: Subscribers,
}

/// There is no state to show yet.
pub(super) struct NotReady;

/// Why a turn's changes could not be committed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CommitError {
    /// A patch or an event does not serialise; nothing has changed.
    Unwritable,
    /// Copying the state panicked; what is committed is of no use any more.
    Broken,
}

impl<A: Actor> Published<A> {
    pub(super) fn new() -> Self {
        Self {
            committed: None,
            ready: false,
            state: Subscribers::new(),
            events: Subscribers::new(),
        }
    }

    pub(super) fn is_live(&self) -> bool {
        self.committed.is_some()
    }

    pub(super) fn open(&mut self, committed: A) {
        self.committed = Some(committed);
    }

    pub(super) fn set_ready(&mut self) {
        self.ready = true;
    }

    /// Takes back all that is published.
    pub(super) fn close(&mut self) -> (Option<A>, Vec<Arc<Session>>) {
        self.ready = false;
        let mut sessions = std::mem::take(&mut self.state);
        sessions.extend(std::mem::take(&mut self.events));
        (self.committed.take(), sessions.into_values().collect())
    }

    /// Subscribes a session; for the state, with a snapshot.
    pub(super) fn subscribe(
        &mut self,
        key: &MemberKey,
        session: &Arc<Session>,
        topic: Topic,
    ) -> Result<(), NotReady> {
        let committed = self
            .committed
            .as_ref()
            .filter(|_| self.ready)
            .ok_or(NotReady)?;
        // The session is closed before its subscriptions are ended, so that
        // one that comes in between does not stay.
        if session.is_closed() {
            return Ok(());
        }
        let id = session.client_id().clone();
        match topic {
            Topic::Events => self.events.insert(id, Arc::clone(session)),
            Topic::State => {
                let written = quietly(|| protocol::snapshot(key.actor, &key.id, committed));
                let Some(Ok(snapshot)) = written else {
                    return Err(NotReady);
                };
                session.send(snapshot);
                self.state.insert(id, Arc::clone(session))
            }
        };
        Ok(())
    }

    pub(super) fn unsubscribe(&mut self, client: &ClientId, topic: Topic) {
        match topic {
            Topic::Events => self.events.remove(client),
            Topic::State => self.state.remove(client),
        };
    }

    /// Ends the subscriptions of a session that has closed. Its id may be in use
    /// again by now, for another session.
    pub(super) fn leave(&mut self, session: &Arc<Session>) {
        for subscribers in [&mut self.events, &mut self.state] {
            let known = subscribers.get(session.client_id());
            if known.is_some_and(|known| Arc::ptr_eq(known, session)) {
                subscribers.remove(session.client_id());
            }
        }
    }

    /// Commits a turn: the changed state, then its events, to those who follow.
    ///
    /// # Errors
    ///
    /// Nobody has been told anything then.
    pub(super) fn commit(
        &mut self,
        key: &MemberKey,
        change: Option<&A>,
        emissions: &[Emission],
    ) -> Result<(), CommitError> {
        let written = quietly(|| self.write(key, change, emissions));
        let Some(Ok(frames)) = written else {
            return Err(CommitError::Unwritable);
        };
        if let Some(working) = change {
            self.settle(working)?;
        }
        self.deliver(frames, emissions);
        Ok(())
    }

    /// Writes all frames before anything is changed, because writing may fail.
    fn write(
        &self,
        key: &MemberKey,
        change: Option<&A>,
        emissions: &[Emission],
    ) -> serde_json::Result<Frames> {
        let patch = match (change, &self.committed) {
            (Some(working), Some(committed)) if !self.state.is_empty() => {
                let mut patch = Patch::new();
                working.diff(committed, &mut patch);
                patch.finish()?
            }
            _ => None,
        };
        let heard = if self.events.is_empty() {
            &[]
        } else {
            emissions
        };
        let events = heard.iter().map(|emission| {
            let payload = emission.payload()?;
            Ok(protocol::event(key.actor, &key.id, emission.name, &payload))
        });
        Ok(Frames {
            patch: patch.map(|patch| protocol::state_patch(key.actor, &key.id, &patch)),
            events: events.collect::<serde_json::Result<_>>()?,
        })
    }

    fn settle(&mut self, working: &A) -> Result<(), CommitError> {
        let committed = self.committed.as_mut().ok_or(CommitError::Broken)?;
        if quietly(|| committed.assign(working)).is_some() {
            return Ok(());
        }
        replace(committed, working)
            .then_some(())
            .ok_or(CommitError::Broken)
    }

    fn deliver(&self, frames: Frames, emissions: &[Emission]) {
        if let Some(patch) = frames.patch {
            for session in self.state.values() {
                session.send(patch.clone());
            }
        }
        for (emission, event) in emissions.iter().zip(frames.events) {
            for (client, session) in &self.events {
                if emission.audience.includes(client) {
                    session.send(event.clone());
                }
            }
        }
    }

    /// Brings a working state back to the committed one; false if that was impossible.
    pub(super) fn restore(&self, working: &mut A) -> bool {
        let Some(committed) = &self.committed else {
            return false;
        };
        quietly(|| working.assign(committed)).is_some() || replace(working, committed)
    }
}

/// The frames of one turn, each written once whatever the number of subscribers.
struct Frames {
    patch: Option<Frame>,
    events: Vec<Frame>,
}

/// Replaces a value that is torn by a panic half-way through its assignment.
fn replace<A: State>(torn: &mut A, whole: &A) -> bool {
    let Some(copy) = quietly(|| whole.clone()) else {
        return false;
    };
    let torn = std::mem::replace(torn, copy);
    quietly(move || drop(torn));
    true
}
