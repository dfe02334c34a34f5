//! [`Session`]: what the runtime keeps about one open connection, so that
//! closing it costs what it touched. Not the transport's side of it.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parking_lot::Mutex;

mod frame_queue;
mod in_flight;
mod members;
mod sessions;
mod touched;

pub(crate) use frame_queue::Place;
pub(crate) use sessions::Sessions;
pub(crate) use touched::{Asked, Ticket, Topic};

use crate::address::Address;
use crate::connection::{Connection, Frame};
use crate::guard::catch;
use crate::member::Member;
use crate::{Caller, ClientId, Limits, Refusal};
use frame_queue::FrameQueue;
use in_flight::InFlight;
use touched::Touched;

/// One open connection.
pub(crate) struct Session {
    connection: Arc<dyn Connection>,
    frames: FrameQueue,
    /// How much may wait for a slow connection.
    queued_bytes: usize,
    caller: Arc<Caller>,
    closed: AtomicBool,
    in_flight: InFlight,
    created: Arc<AtomicUsize>,
    touched: Mutex<Touched>,
    /// The instance that was called last, whatever its actor: mostly the next
    /// call is for it as well.
    called: Mutex<Option<Arc<dyn Any + Send + Sync>>>,
}

impl Session {
    pub(crate) fn new(
        connection: Arc<dyn Connection>,
        caller: Arc<Caller>,
        queued_bytes: usize,
    ) -> Self {
        Self {
            connection,
            frames: FrameQueue::default(),
            queued_bytes,
            caller,
            closed: AtomicBool::new(false),
            in_flight: InFlight::default(),
            created: Arc::default(),
            touched: Mutex::default(),
            called: Mutex::default(),
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

    /// Counts a call of so many bytes that is to be answered.
    ///
    /// # Errors
    ///
    /// The connection has too many unanswered calls, or bytes of them.
    pub(crate) fn begin_call(&self, bytes: usize, limits: &Limits) -> Result<(), Refusal> {
        self.in_flight.begin(bytes, limits)
    }

    pub(crate) fn end_call(&self, bytes: usize) {
        self.in_flight.end(bytes);
    }

    /// The instance that was called last, if it is the one that is looked for. It
    /// may have ended since.
    pub(crate) fn called<I: Any + Send + Sync>(
        &self,
        is_it: impl FnOnce(&I) -> bool,
    ) -> Option<Arc<I>> {
        let called = self.called.lock();
        let last = called.as_ref()?;
        last.downcast_ref().filter(|last| is_it(last))?;
        Arc::clone(last).downcast().ok()
    }

    /// Notes which instance was called last.
    pub(crate) fn note_called(&self, instance: Arc<dyn Any + Send + Sync>) {
        let before = self.called.lock().replace(instance);
        drop(before);
    }

    /// Notes that this connection touches an instance; false once it is closed.
    pub(crate) fn touch(&self, at: Address, member: impl FnOnce() -> Arc<dyn Member>) -> bool {
        self.touched.lock().touch(at, member)
    }

    /// Asks for a subscription.
    ///
    /// # Errors
    ///
    /// The connection has too many.
    pub(crate) fn subscribe(
        &self,
        at: Address,
        topic: Topic,
        limit: usize,
        member: impl FnOnce() -> Arc<dyn Member>,
    ) -> Result<Asked, Refusal> {
        self.touched.lock().subscribe(at, topic, limit, member)
    }

    /// Takes a subscription back.
    pub(crate) fn unsubscribe(&self, at: Address, topic: Topic) {
        self.touched.lock().unsubscribe(at, topic);
    }

    /// Whether a subscription is still wanted when its turn comes.
    pub(crate) fn honours(&self, at: Address, topic: Topic, ticket: Ticket) -> bool {
        !self.is_closed() && self.touched.lock().honours(at, topic, ticket)
    }

    /// Whether the connection has to do with an instance.
    pub(crate) fn touches(&self, at: Address) -> bool {
        self.touched.lock().has(at)
    }

    /// Forgets an instance that has ended, with the subscriptions to it.
    pub(crate) fn forget(&self, at: Address) {
        self.touched.lock().forget(at);
    }

    /// From now on nothing is sent.
    pub(crate) fn fall_silent(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// Closes the session and hands over the instances that it had touched.
    pub(crate) fn close(&self) -> Vec<Arc<dyn Member>> {
        self.fall_silent();
        let called = self.called.lock().take();
        drop(called);
        self.touched.lock().close()
    }
}
