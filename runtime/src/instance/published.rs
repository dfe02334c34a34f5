//! What an instance has published: the committed state and those who follow
//! it. One lock around both is what makes a snapshot and the patches after it
//! fit together.

use std::mem;
use std::sync::Arc;

use super::change::Change;
use super::snapshot_writer::Copied;
use super::snapshots::Snapshots;
use crate::Actor;
use crate::address::Address;
use crate::connection::Frame;
use crate::done::Done;
use crate::event::Emission;
use crate::guard::quietly;
use crate::member::MemberKey;
use crate::protocol;
use crate::session::{Session, Sessions, Ticket, Topic};
use crate::state::State;

/// The longest snapshot, in bytes, that is written while writers wait, which
/// takes about as long as setting another task to it.
const SHORT: usize = 64 * 1024;

pub(super) struct Published<A> {
    committed: Option<A>,
    /// Whether `on_activate` is over, so that the state may be shown.
    ready: bool,
    state: Sessions,
    events: Sessions,
    pub(super) snapshots: Snapshots,
}

/// What became of a subscription.
pub(super) enum Subscribed<A> {
    /// It has begun.
    Now,
    /// It was taken back in the meantime.
    Never,
    /// It begins with a snapshot that is written by then.
    Later(Option<Copied<A>>),
}

/// There is no state to show yet.
pub(super) struct NotReady;

/// Why a turn's changes could not be committed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommitError {
    /// A patch or an event does not serialise; nothing has changed.
    #[error("a patch or an event does not serialise: {0}")]
    Unwritable(serde_json::Error),
    /// Writing one panicked, which is logged; nothing has changed.
    #[error("writing a patch or an event panicked")]
    Panicked,
    /// Copying the state panicked; what is committed is of no use any more.
    #[error("copying the state panicked")]
    Broken,
}

impl<A: Actor> Published<A> {
    pub(super) fn new() -> Self {
        Self {
            committed: None,
            ready: false,
            state: Sessions::default(),
            events: Sessions::default(),
            snapshots: Snapshots::default(),
        }
    }

    pub(super) fn committed(&self) -> Option<&A> {
        self.committed.as_ref()
    }

    pub(super) fn open(&mut self, committed: A) {
        self.committed = Some(committed);
    }

    pub(super) fn set_ready(&mut self) {
        self.ready = true;
    }

    /// Takes back all that is published.
    pub(super) fn close(&mut self) -> (Option<A>, Sessions) {
        self.ready = false;
        let mut sessions = mem::take(&mut self.state);
        let events = mem::take(&mut self.events);
        for session in events.iter().cloned().chain(self.snapshots.close()) {
            sessions.insert(session);
        }
        (self.committed.take(), sessions)
    }

    /// Subscribes a session; for the state, with a snapshot.
    ///
    /// # Errors
    ///
    /// There is no state to show; then nothing was done.
    pub(super) fn subscribe(
        &mut self,
        key: &MemberKey,
        instance: Address,
        session: &Arc<Session>,
        topic: Topic,
        ticket: Ticket,
        done: Done,
    ) -> Result<Subscribed<A>, NotReady> {
        let Some(committed) = self.committed.as_ref().filter(|_| self.ready) else {
            return Err(NotReady);
        };
        // Ending a subscription takes the ticket back before it comes here, so
        // that one that begins in between does not stay.
        if !session.honours(instance, topic, ticket) {
            return Ok(Subscribed::Never);
        }
        if topic == Topic::Events {
            self.events.insert(Arc::clone(session));
            return Ok(Subscribed::Now);
        }
        let short = quietly(|| protocol::short_snapshot(key.actor, &key.id, committed, SHORT));
        match short {
            Some(Ok(Some(snapshot))) => {
                self.snapshots.leave(session);
                session.send(snapshot);
                self.follow(session);
                Ok(Subscribed::Now)
            }
            Some(Ok(None)) => {
                // Its patches come again behind the snapshot.
                self.state.remove(session);
                let batch = self.snapshots.wait(instance, session, done);
                Ok(Subscribed::Later(
                    batch.and_then(|batch| self.copy(key, batch)),
                ))
            }
            Some(Err(_)) | None => Err(NotReady),
        }
    }

    /// Lets a session have the patches from now on.
    pub(super) fn follow(&mut self, session: &Arc<Session>) {
        if !session.is_closed() {
            self.state.insert(Arc::clone(session));
        }
    }

    pub(super) fn unsubscribe(&mut self, session: &Session, topic: Topic) {
        match topic {
            Topic::Events => {
                self.events.remove(session);
            }
            Topic::State => {
                self.state.remove(session);
                self.snapshots.leave(session);
            }
        }
    }

    /// Ends the subscriptions of a session that has closed.
    pub(super) fn leave(&mut self, session: &Session) {
        self.events.remove(session);
        self.state.remove(session);
        self.snapshots.leave(session);
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
        checked: bool,
    ) -> Result<(), CommitError> {
        let unheard = emissions.is_empty() || self.events.is_empty();
        if unheard && !checked && !self.has_followers() {
            return change.map_or(Ok(()), |working| self.settle(working, &Change::Nothing));
        }
        let written = quietly(|| self.write(key, change, emissions, checked));
        let frames = written.ok_or(CommitError::Panicked)?;
        let frames = frames.map_err(CommitError::Unwritable)?;
        if let Some(working) = change {
            self.settle(working, &frames.change)?;
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
        checked: bool,
    ) -> serde_json::Result<Frames> {
        let states = change.zip(self.committed.as_ref());
        let change = match states {
            Some((working, committed)) if self.has_followers() => {
                Change::write(key, working, committed, checked)?
            }
            // Nobody needs it, so nothing but a bug is of interest.
            Some((working, committed)) if checked => {
                let written = quietly(|| Change::write(key, working, committed, checked));
                written.and_then(Result::ok).unwrap_or(Change::Nothing)
            }
            _ => Change::Nothing,
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
            change,
            events: events.collect::<serde_json::Result<_>>()?,
        })
    }

    /// Makes what is committed the same as `working`.
    fn settle(&mut self, working: &A, change: &Change) -> Result<(), CommitError> {
        let committed = self.committed.as_mut().ok_or(CommitError::Broken)?;
        // What a comparison has overlooked, an assignment would overlook as well.
        let overlooked = matches!(change, Change::Whole(_));
        if !overlooked && quietly(|| committed.assign(working)).is_some() {
            return Ok(());
        }
        replace(committed, working)
            .then_some(())
            .ok_or(CommitError::Broken)
    }

    /// Whether somebody needs the patches.
    fn has_followers(&self) -> bool {
        !self.state.is_empty() || self.snapshots.is_writing()
    }

    fn deliver(&mut self, frames: Frames, emissions: &[Emission]) {
        if let Some(change) = frames.change.frame() {
            for session in self.state.iter() {
                session.send(change.clone());
            }
            self.snapshots.miss(change);
        }
        for (emission, event) in emissions.iter().zip(frames.events) {
            for session in self.events.iter() {
                if emission.audience.includes(session.client_id()) {
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
    change: Change,
    events: Vec<Frame>,
}

/// Replaces a value as a whole, such as one that is torn by a panic half-way
/// through its assignment.
fn replace<A: State>(torn: &mut A, whole: &A) -> bool {
    let Some(copy) = quietly(|| whole.clone()) else {
        return false;
    };
    let torn = mem::replace(torn, copy);
    quietly(move || drop(torn));
    true
}
