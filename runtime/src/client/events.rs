//! [`Events`]: the events of one instance as a stream, with a bounded buffer
//! that counts what it loses. Not the subscription behind it.

use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tokio::sync::{mpsc, oneshot};

use super::error::EventError;
use super::lease::Lease;
use crate::error::Mismatch;

/// An event as it came, of any name. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct RawEvent {
    name: Arc<str>,
    payload: Arc<RawValue>,
}

impl RawEvent {
    pub(super) fn new(name: &str, payload: &RawValue) -> Self {
        Self {
            name: name.into(),
            payload: payload.to_owned().into(),
        }
    }

    /// The wire name of the event.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The payload as JSON.
    #[must_use]
    pub fn payload(&self) -> &RawValue {
        &self.payload
    }

    /// Reads the payload.
    ///
    /// # Errors
    ///
    /// Where it is not a `T`.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Mismatch> {
        Mismatch::check(&self.payload, || format!("the event `{}`", self.name))
    }
}

/// The events of one instance, from one subscription that all listeners of a
/// client share.
///
/// The stream has a buffer of its own. When it is full, events are lost, this
/// listener alone is told how many with [`EventError::Lagged`] in their place,
/// and all others go on. The stream ends after an error that says why: the
/// subscription was refused, the instance destroyed, the client disconnected
/// for good.
pub struct Events<T> {
    deliveries: mpsc::Receiver<Delivery>,
    end: Arc<OnceLock<EventError>>,
    ended: bool,
    read: fn(&RawEvent) -> Result<T, Mismatch>,
    lease: Lease,
}

impl<T> Events<T> {
    pub(super) fn new(
        subscribed: Subscribed,
        lease: Lease,
        read: fn(&RawEvent) -> Result<T, Mismatch>,
    ) -> Self {
        Self {
            deliveries: subscribed.deliveries,
            end: subscribed.end,
            ended: false,
            read,
            lease,
        }
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<T, EventError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = match ready!(self.deliveries.poll_recv(context)) {
            Some(Delivery::Event(event)) => (self.read)(&event).map_err(EventError::Mismatch),
            Some(Delivery::Gap(gap)) => Err(gap.close()),
            None if self.ended => return Poll::Ready(None),
            None => {
                self.ended = true;
                let end = self.end.get().cloned();
                Err(end.unwrap_or(EventError::Disconnected))
            }
        };
        Poll::Ready(Some(item))
    }
}

impl<T> Unpin for Events<T> {}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Events").field(&self.lease).finish()
    }
}

/// What waits in a listener's buffer.
enum Delivery {
    Event(RawEvent),
    Gap(Arc<Gap>),
}

/// A place where events are missing, which grows until the listener comes to it.
#[derive(Default)]
struct Gap(AtomicU64);

impl Gap {
    const CLOSED: u64 = u64::MAX;

    /// Counts lost events; false if the listener has come to the gap already.
    fn widen(&self, lost: u64) -> bool {
        let widened = |count| (count != Self::CLOSED).then(|| count + lost);
        self.0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, widened)
            .is_ok()
    }

    /// What the listener is told.
    fn close(&self) -> EventError {
        match self.0.swap(Self::CLOSED, Ordering::AcqRel) {
            // Nothing that came was lost, but something may not have come.
            0 => EventError::Interrupted,
            lost => EventError::Lagged(lost),
        }
    }
}

/// The driver's side of an [`Events`].
pub(super) struct Listener {
    id: u64,
    /// The events that it wants; all, if none.
    name: Option<Arc<str>>,
    deliveries: mpsc::Sender<Delivery>,
    gap: Option<Arc<Gap>>,
    /// Whether the subscription that it had is lost, and events with it.
    interrupted: bool,
    end: Arc<OnceLock<EventError>>,
    /// Tells the listener that the driver has it.
    taken: Option<oneshot::Sender<()>>,
}

/// The listener's side, before it is made a stream.
pub(super) struct Subscribed {
    deliveries: mpsc::Receiver<Delivery>,
    end: Arc<OnceLock<EventError>>,
    pub(super) taken: oneshot::Receiver<()>,
}

impl Listener {
    /// A listener of this name's events, with a buffer for so many.
    pub(super) fn new(id: u64, name: Option<&str>, buffer: usize) -> (Self, Subscribed) {
        // One place more than the buffer, for the gap when it is full.
        let (sender, receiver) = mpsc::channel(buffer.max(1) + 1);
        let (taken, is_taken) = oneshot::channel();
        let end = Arc::<OnceLock<EventError>>::default();
        let listener = Self {
            id,
            name: name.map(Into::into),
            deliveries: sender,
            gap: None,
            interrupted: false,
            end: Arc::clone(&end),
            taken: Some(taken),
        };
        let subscribed = Subscribed {
            deliveries: receiver,
            end,
            taken: is_taken,
        };
        (listener, subscribed)
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Whether nobody listens any more.
    pub(super) fn is_gone(&self) -> bool {
        self.deliveries.is_closed()
    }

    pub(super) fn tell_taken(&mut self) {
        if let Some(taken) = self.taken.take() {
            let _ = taken.send(());
        }
    }

    pub(super) fn wants(&self, name: &str) -> bool {
        self.name.as_deref().is_none_or(|wanted| wanted == name)
    }

    pub(super) fn deliver(&mut self, event: &RawEvent) {
        if self.has_room() {
            self.push(Delivery::Event(event.clone()));
        } else {
            self.lose(1);
        }
    }

    /// Notes that the connection is lost.
    pub(super) fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// Notes that there is a connection again. If there was one before, events
    /// may be missing in between.
    pub(super) fn resume(&mut self) {
        if !std::mem::take(&mut self.interrupted) {
            return;
        }
        if self.has_room() {
            self.push(Delivery::Gap(Arc::default()));
        } else {
            self.lose(0);
        }
    }

    pub(super) fn end(self, why: EventError) {
        // Set once, and before the channel closes with this listener.
        let _ = self.end.set(why);
    }

    /// Whether there is a place besides the one that is kept for a gap.
    fn has_room(&self) -> bool {
        self.deliveries.capacity() > 1
    }

    fn push(&mut self, delivery: Delivery) {
        // What is lost from now on is lost behind this.
        self.gap = None;
        // A listener that has gone needs nothing.
        let _ = self.deliveries.try_send(delivery);
    }

    /// Counts lost events in the gap at the end of the buffer, or in a new one:
    /// its place is free, for no gap is there, or it was taken out.
    fn lose(&mut self, lost: u64) {
        if self.gap.as_ref().is_some_and(|gap| gap.widen(lost)) {
            return;
        }
        let gap = Arc::new(Gap(AtomicU64::new(lost)));
        self.push(Delivery::Gap(Arc::clone(&gap)));
        self.gap = Some(gap);
    }
}
