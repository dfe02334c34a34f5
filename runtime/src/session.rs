//! [`Session`]: what the runtime keeps about one open connection, so that
//! closing it costs what it touched. Not the transport's side of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parking_lot::Mutex;

mod frame_queue;

pub(crate) use frame_queue::Place;

use crate::connection::{Connection, Frame};
use crate::guard::catch;
use crate::member::{Member, MemberKey};
use crate::{Caller, ClientId, Identity, Refusal};
use frame_queue::FrameQueue;

/// One open connection.
pub(crate) struct Session {
    connection: Arc<dyn Connection>,
    frames: FrameQueue,
    /// How much may wait for a slow connection.
    queued_bytes: usize,
    caller: Arc<Caller>,
    closed: AtomicBool,
    in_flight: AtomicUsize,
    created: Arc<AtomicUsize>,
    touched: Mutex<Touched>,
}

/// The instances that a connection has touched.
#[derive(Default)]
struct Touched {
    closed: bool,
    members: HashMap<MemberKey, Touch>,
    subscriptions: usize,
}

/// What a connection has to do with one instance.
struct Touch {
    member: Arc<dyn Member>,
    events: Standing,
    state: Standing,
}

/// Where one subscription stands.
#[derive(Clone, Copy, Default)]
struct Standing {
    subscribed: bool,
    /// How often it was ended; a subscription that waits for its turn is void
    /// once this has moved on.
    ended: u64,
}

/// The two kinds of subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    Events,
    State,
}

/// Tells one asking for a subscription from those before and after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket(u64);

/// A subscription that was asked for.
pub(crate) struct Asked {
    pub(crate) ticket: Ticket,
    /// Whether the connection had nothing to do with the instance before.
    pub(crate) first_touch: bool,
}

impl Session {
    pub(crate) fn new(connection: Arc<dyn Connection>, queued_bytes: usize) -> Self {
        let identity = Identity {
            user_id: connection.user_id().map(str::to_owned),
            claims: connection.claims().cloned().unwrap_or_default(),
            scope: connection.scope().cloned().unwrap_or_default(),
        };
        let caller = Caller::new(connection.id()).identity(identity);
        Self {
            connection,
            frames: FrameQueue::default(),
            queued_bytes,
            caller: Arc::new(caller),
            closed: AtomicBool::new(false),
            in_flight: AtomicUsize::new(0),
            created: Arc::default(),
            touched: Mutex::default(),
        }
    }

    pub(crate) fn client_id(&self) -> &ClientId {
        self.caller.client_id()
    }

    pub(crate) fn caller(&self) -> &Arc<Caller> {
        &self.caller
    }

    /// How many live instances this connection has brought about.
    pub(crate) fn created(&self) -> &Arc<AtomicUsize> {
        &self.created
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Sends a frame behind those that were sent before.
    pub(crate) fn send(&self, frame: Frame) {
        self.send_then(frame, None);
    }

    /// Hands a frame to the transport, unless the connection has closed; a
    /// transport that panics loses it.
    fn hand_over(&self, frame: Frame) {
        if self.is_closed() {
            return;
        }
        if let Err(panic) = catch(|| self.connection.send(frame)) {
            let client = self.client_id();
            tracing::error!(%client, panic, "a connection panicked while sending");
        }
    }

    /// Counts a call that is to be answered.
    ///
    /// # Errors
    ///
    /// The connection has too many unanswered calls.
    pub(crate) fn begin_call(&self, limit: usize) -> Result<(), Refusal> {
        if self.in_flight.fetch_add(1, Ordering::Relaxed) < limit {
            return Ok(());
        }
        self.end_call();
        let text = format!("Too many calls in flight on this connection (limit {limit})");
        Err(Refusal::Overloaded(text))
    }

    pub(crate) fn end_call(&self) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
    }

    /// Notes that this connection touches an instance; false once it is closed.
    pub(crate) fn touch(&self, key: MemberKey, member: impl FnOnce() -> Arc<dyn Member>) -> bool {
        let mut touched = self.touched.lock();
        if !touched.closed {
            touched.touch(key, member);
        }
        !touched.closed
    }

    /// Asks for a subscription.
    ///
    /// # Errors
    ///
    /// The connection has too many.
    pub(crate) fn subscribe(
        &self,
        key: MemberKey,
        topic: Topic,
        limit: usize,
        member: impl FnOnce() -> Arc<dyn Member>,
    ) -> Result<Asked, Refusal> {
        let mut guard = self.touched.lock();
        let touched = &mut *guard;
        let full = touched.subscriptions >= limit;
        let known = touched.members.get(&key);
        if full && !known.is_some_and(|touch| touch.standing(topic).subscribed) {
            let text = format!("Too many subscriptions on this connection (limit {limit})");
            return Err(Refusal::Overloaded(text));
        }
        let first_touch = known.is_none();
        if touched.closed {
            let ticket = Ticket(u64::MAX);
            return Ok(Asked {
                ticket,
                first_touch,
            });
        }
        let standing = touched.touch(key, member).standing_mut(topic);
        let ticket = Ticket(standing.ended);
        if !std::mem::replace(&mut standing.subscribed, true) {
            touched.subscriptions += 1;
        }
        Ok(Asked {
            ticket,
            first_touch,
        })
    }

    /// Takes a subscription back.
    pub(crate) fn unsubscribe(&self, key: &MemberKey, topic: Topic) {
        let mut guard = self.touched.lock();
        let touched = &mut *guard;
        if let Some(touch) = touched.members.get_mut(key) {
            let standing = touch.standing_mut(topic);
            standing.ended += 1;
            if std::mem::replace(&mut standing.subscribed, false) {
                touched.subscriptions -= 1;
            }
        }
    }

    /// Whether a subscription is still wanted when its turn comes.
    pub(crate) fn honours(&self, key: &MemberKey, topic: Topic, ticket: Ticket) -> bool {
        let touched = self.touched.lock();
        let standing = touched.members.get(key).map(|touch| touch.standing(topic));
        standing.is_some_and(|standing| standing.subscribed && standing.ended == ticket.0)
    }

    /// Whether the connection has to do with an instance.
    pub(crate) fn touches(&self, key: &MemberKey) -> bool {
        self.touched.lock().members.contains_key(key)
    }

    /// Forgets an instance that has ended, with the subscriptions to it.
    pub(crate) fn forget(&self, key: &MemberKey) {
        let mut touched = self.touched.lock();
        if let Some(touch) = touched.members.remove(key) {
            touched.subscriptions -= usize::from(touch.events.subscribed);
            touched.subscriptions -= usize::from(touch.state.subscribed);
        }
    }

    /// Closes the session and hands over the instances that it had touched.
    pub(crate) fn close(&self) -> Vec<Arc<dyn Member>> {
        self.closed.store(true, Ordering::Release);
        let mut touched = self.touched.lock();
        touched.closed = true;
        touched.subscriptions = 0;
        let members = std::mem::take(&mut touched.members);
        members.into_values().map(|touch| touch.member).collect()
    }
}

impl Touched {
    fn touch(&mut self, key: MemberKey, member: impl FnOnce() -> Arc<dyn Member>) -> &mut Touch {
        self.members.entry(key).or_insert_with(|| Touch {
            member: member(),
            events: Standing::default(),
            state: Standing::default(),
        })
    }
}

impl Touch {
    fn standing(&self, topic: Topic) -> Standing {
        match topic {
            Topic::Events => self.events,
            Topic::State => self.state,
        }
    }

    fn standing_mut(&mut self, topic: Topic) -> &mut Standing {
        match topic {
            Topic::Events => &mut self.events,
            Topic::State => &mut self.state,
        }
    }
}
