//! [`Observer`]: the driver's side of [`Updates`](super::Updates). It decides
//! what the reader may be shown; it keeps no state.

use std::sync::Arc;

use serde_json::value::RawValue;
use tokio::sync::oneshot;

use super::buffer::{Buffer, Reader, buffer};
use super::error::StateError;
use super::events::RawEvent;
use super::updates::Update;

/// One reader of all that happens to an instance.
pub(super) struct Observer {
    id: u64,
    buffer: Buffer<Update, StateError>,
    /// Whether this connection has shown a snapshot, so that the subscription
    /// is known to be in force.
    is_confirmed: bool,
    /// Whether the reader has what the next patch changes.
    follows: bool,
    /// Whether an interruption is still to be told, for want of room.
    owes_interruption: bool,
    /// Tells the reader that the driver has it.
    taken: Option<oneshot::Sender<()>>,
}

/// The reader's side, before it is made a stream.
pub(super) struct Opened {
    pub(super) reader: Reader<Update, StateError>,
    pub(super) taken: oneshot::Receiver<()>,
}

impl Observer {
    /// An observer with a buffer for so many updates.
    pub(super) fn new(id: u64, room: usize) -> (Self, Opened) {
        let (buffer, reader) = buffer(room);
        let (taken, is_taken) = oneshot::channel();
        let observer = Self {
            id,
            buffer,
            is_confirmed: false,
            follows: false,
            owes_interruption: false,
            taken: Some(taken),
        };
        let opened = Opened {
            reader,
            taken: is_taken,
        };
        (observer, opened)
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Whether nobody reads any more.
    pub(super) fn is_gone(&self) -> bool {
        self.buffer.is_gone()
    }

    pub(super) fn is_confirmed(&self) -> bool {
        self.is_confirmed
    }

    pub(super) fn tell_taken(&mut self) {
        if let Some(taken) = self.taken.take() {
            let _ = taken.send(());
        }
    }

    pub(super) fn show(&mut self, state: &Arc<RawValue>) {
        self.is_confirmed = true;
        self.follows = true;
        self.deliver(Update::Snapshot(Arc::clone(state)), 0);
    }

    /// Passes a patch on, unless a snapshot that is still to come has it.
    pub(super) fn patch(&mut self, patch: &Arc<RawValue>) {
        if self.follows {
            self.deliver(Update::Patch(Arc::clone(patch)), 0);
        }
    }

    pub(super) fn event(&mut self, event: &RawEvent) {
        self.deliver(Update::Event(event.clone()), 1);
    }

    /// Notes that the connection is lost.
    pub(super) fn interrupt(&mut self) {
        self.is_confirmed = false;
        self.follows = false;
        self.owes_interruption = true;
        self.tell_interruption();
    }

    /// Goes on behind a gap that the reader has come to; true if that takes a
    /// snapshot.
    pub(super) fn catch_up(&mut self) -> bool {
        self.tell_interruption();
        !self.follows
    }

    pub(super) fn end(self, why: StateError) {
        self.buffer.end(why);
    }

    /// Passes an update on. If there is no room, so many events are lost, and
    /// behind the gap the reader begins with a snapshot.
    fn deliver(&mut self, update: Update, events: u64) {
        self.tell_interruption();
        if self.buffer.has_room() {
            self.buffer.push(update);
        } else {
            self.follows = false;
            self.buffer.lose(events);
        }
    }

    fn tell_interruption(&mut self) {
        if !self.owes_interruption {
            return;
        }
        if self.buffer.has_room() {
            self.owes_interruption = false;
            self.buffer.push(Update::Interrupted);
        } else {
            self.buffer.lose(0);
        }
    }
}
