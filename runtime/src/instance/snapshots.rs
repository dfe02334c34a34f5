//! [`Snapshots`]: those who wait for a snapshot that takes long to write. It is
//! written from a copy of the state, once for all of them, while turns go on.

use std::sync::Arc;

use crate::address::Address;
use crate::connection::Frame;
use crate::done::Done;
use crate::session::{Place, Session, Topic};

/// The most bytes of patches that are kept while a snapshot is being written.
/// After that the difference is looked for when it is done.
const MOST_MISSED: usize = 1 << 20;

#[derive(Default)]
pub(super) struct Snapshots {
    writing: Option<Box<Batch>>,
    /// Who came since the state was copied.
    next: Vec<Waiting>,
    /// How many batches there were.
    batches: u64,
}

/// Those whose snapshot is being written.
struct Batch {
    number: u64,
    members: Vec<Waiting>,
    missed: Missed,
}

/// A session whose place in the order of its frames is kept for a snapshot.
pub(super) struct Waiting {
    place: Place,
    done: Done,
    /// The instance whose snapshot it is.
    instance: Address,
}

/// The patches since the state was copied, all or none of them.
#[derive(Default)]
pub(super) struct Missed {
    pub(super) patches: Vec<Frame>,
    bytes: usize,
    /// Whether there were too many to keep.
    pub(super) lost: bool,
}

impl Snapshots {
    pub(super) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Lets a session wait. Returns the number of a batch that is to be written
    /// now, where none is.
    pub(super) fn wait(
        &mut self,
        instance: Address,
        session: &Arc<Session>,
        done: Done,
    ) -> Option<u64> {
        let place = session.keep_place();
        self.leave(session);
        let waiting = Waiting {
            place,
            done,
            instance,
        };
        match &mut self.writing {
            Some(batch) if batch.missed.is_nothing() => batch.members.push(waiting),
            _ => self.next.push(waiting),
        }
        self.begin()
    }

    /// Begins the next batch, if somebody waits for it and none is being written.
    pub(super) fn begin(&mut self) -> Option<u64> {
        if self.writing.is_some() || self.next.is_empty() {
            return None;
        }
        self.batches += 1;
        self.writing = Some(Box::new(Batch {
            number: self.batches,
            members: std::mem::take(&mut self.next),
            missed: Missed::default(),
        }));
        Some(self.batches)
    }

    /// Keeps a patch for those whose snapshot will be older.
    pub(super) fn miss(&mut self, patch: &Frame) {
        if let Some(batch) = &mut self.writing {
            batch.missed.add(patch);
        }
    }

    /// Ends a batch, unless all have been sent away in the meantime.
    pub(super) fn finish(&mut self, number: u64) -> Option<(Vec<Waiting>, Missed)> {
        let batch = self.writing.take_if(|batch| batch.number == number)?;
        Some((batch.members, batch.missed))
    }

    /// Ends the waiting of a session.
    pub(super) fn leave(&mut self, session: &Session) {
        self.retain(|other| !std::ptr::eq(other, session));
    }

    /// Keeps those sessions waiting that `keep` says.
    pub(super) fn retain(&mut self, keep: impl Fn(&Session) -> bool) {
        let writing = self.writing.iter_mut().map(|batch| &mut batch.members);
        for waiting in writing.chain([&mut self.next]) {
            waiting.retain(|waiting| keep(waiting.place.session()));
        }
    }

    /// Sends everybody away.
    pub(super) fn close(&mut self) -> Vec<Arc<Session>> {
        let members = self.writing.take().map(|batch| batch.members);
        let waiting = members.into_iter().flatten().chain(self.next.drain(..));
        waiting
            .map(|waiting| Arc::clone(waiting.place.session()))
            .collect()
    }
}

impl Waiting {
    pub(super) fn session(&self) -> &Arc<Session> {
        self.place.session()
    }

    /// Takes the subscription back that the snapshot was for.
    pub(super) fn unsubscribe(&self) {
        self.session().unsubscribe(self.instance, Topic::State);
    }

    /// Ends the waiting with these frames.
    pub(super) fn fill(self, frames: Vec<Frame>) {
        self.place.fill(frames, Some(self.done));
    }
}

impl Missed {
    fn is_nothing(&self) -> bool {
        self.patches.is_empty() && !self.lost
    }

    fn add(&mut self, patch: &Frame) {
        self.bytes += patch.len();
        if self.bytes > MOST_MISSED {
            self.lost = true;
            self.patches.clear();
        }
        if !self.lost {
            self.patches.push(patch.clone());
        }
    }
}
