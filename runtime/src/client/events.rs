//! [`Events`]: the events of one instance as a stream. Not the subscription
//! behind it.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tokio::sync::oneshot;

use super::buffer::{Buffer, Missing, Reader, Taken, buffer};
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
    reader: Reader<RawEvent, EventError>,
    read: fn(&RawEvent) -> Result<T, Mismatch>,
    lease: Lease,
    /// Whether a place that told of lost events has an interruption to tell, too.
    owes_interruption: bool,
}

impl<T> Events<T> {
    pub(super) fn new(
        subscribed: Subscribed,
        lease: Lease,
        read: fn(&RawEvent) -> Result<T, Mismatch>,
    ) -> Self {
        Self {
            reader: subscribed.reader,
            read,
            lease,
            owes_interruption: false,
        }
    }

    fn tell(&mut self, taken: Taken<RawEvent, EventError>) -> Result<T, EventError> {
        match taken {
            Taken::Item(event) => (self.read)(&event).map_err(EventError::Mismatch),
            Taken::Gap(Missing { lost: 0, .. }) => Err(EventError::Interrupted),
            Taken::Gap(Missing { lost, marked }) => {
                self.owes_interruption = marked;
                Err(EventError::Lagged(lost))
            }
            Taken::End(why) => Err(why.unwrap_or(EventError::Disconnected)),
        }
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<T, EventError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if mem::take(&mut self.owes_interruption) {
            return Poll::Ready(Some(Err(EventError::Interrupted)));
        }
        let taken = ready!(self.reader.poll_next(context));
        Poll::Ready(taken.map(|taken| self.tell(taken)))
    }
}

impl<T> Unpin for Events<T> {}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Events").field(&self.lease).finish()
    }
}

/// The driver's side of an [`Events`].
pub(super) struct Listener {
    id: u64,
    /// The events that it wants; all, if none.
    name: Option<Arc<str>>,
    buffer: Buffer<RawEvent, EventError>,
    /// Whether the subscription that it had is lost, and events with it.
    interrupted: bool,
    /// Tells the listener that the driver has it.
    taken: Option<oneshot::Sender<()>>,
}

/// The listener's side, before it is made a stream.
pub(super) struct Subscribed {
    reader: Reader<RawEvent, EventError>,
    pub(super) taken: oneshot::Receiver<()>,
}

impl Listener {
    /// A listener of this name's events, with a buffer for so many.
    pub(super) fn new(id: u64, name: Option<&str>, room: usize) -> (Self, Subscribed) {
        let (buffer, reader) = buffer(room);
        let (taken, is_taken) = oneshot::channel();
        let listener = Self {
            id,
            name: name.map(Into::into),
            buffer,
            interrupted: false,
            taken: Some(taken),
        };
        let subscribed = Subscribed {
            reader,
            taken: is_taken,
        };
        (listener, subscribed)
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Whether nobody listens any more.
    pub(super) fn is_gone(&self) -> bool {
        self.buffer.is_gone()
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
        if self.buffer.has_room() {
            self.buffer.push(event.clone());
        } else {
            self.buffer.lose(1);
        }
    }

    /// Notes that the connection is lost.
    pub(super) fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// Notes that there is a connection again. If there was one before, events
    /// may be missing in between.
    pub(super) fn resume(&mut self) {
        if mem::take(&mut self.interrupted) {
            self.buffer.mark();
        }
    }

    pub(super) fn end(self, why: EventError) {
        self.buffer.end(why);
    }
}
