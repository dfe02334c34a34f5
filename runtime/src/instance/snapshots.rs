//! [`Snapshots`]: those who wait for a snapshot that takes long to write. It is
//! written from a copy of the state, once for all of them, while turns go on.

use std::collections::HashMap;
use std::sync::Arc;

use crate::Refusal;
use crate::address::Address;
use crate::connection::Frame;
use crate::done::Done;
use crate::member::MemberKey;
use crate::protocol::{self, Subject};
use crate::session::{Place, Session, Topic};

/// The most bytes of patches that are kept while a snapshot is being written.
/// After that the difference is looked for when it is done.
const MOST_MISSED: usize = 1 << 20;

#[derive(Default)]
pub(super) struct Snapshots {
    writing: Option<Box<Batch>>,
    /// Who came since the state was copied, if anybody did.
    next: Option<Box<Members>>,
    /// How many batches there were.
    batches: u64,
}

/// Those whose snapshot is being written.
struct Batch {
    number: u64,
    members: Box<Members>,
    missed: Missed,
}

/// Who waits, by session, so that each comes and goes at the same cost however
/// many there are.
type Members = HashMap<Address, Waiting>;

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
        let members = match &mut self.writing {
            Some(batch) if batch.missed.is_nothing() => &mut batch.members,
            _ => self.next.get_or_insert_default(),
        };
        members.insert(Address::of(&**session), waiting);
        self.begin()
    }

    /// Begins the next batch, if somebody waits for it and none is being written.
    pub(super) fn begin(&mut self) -> Option<u64> {
        if self.writing.is_some() {
            return None;
        }
        let members = self.next.take().filter(|next| !next.is_empty())?;
        self.batches += 1;
        self.writing = Some(Box::new(Batch {
            number: self.batches,
            members,
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
    pub(super) fn finish(
        &mut self,
        number: u64,
    ) -> Option<(impl Iterator<Item = Waiting> + use<>, Missed)> {
        let batch = self.writing.take_if(|batch| batch.number == number)?;
        Some((batch.members.into_values(), batch.missed))
    }

    /// Ends the waiting of a session.
    pub(super) fn leave(&mut self, session: &Session) {
        let writing = self.writing.iter_mut().map(|batch| &mut batch.members);
        for members in writing.chain(&mut self.next) {
            members.remove(&Address::of(session));
        }
    }

    /// Sends everybody away.
    pub(super) fn close(&mut self) -> Vec<Arc<Session>> {
        let members = self.writing.take().map(|batch| batch.members);
        let waiting = members.into_iter().chain(self.next.take());
        let waiting = waiting.flat_map(|members| members.into_values());
        waiting
            .map(|waiting| Arc::clone(waiting.session()))
            .collect()
    }
}

impl Waiting {
    pub(super) fn session(&self) -> &Arc<Session> {
        self.place.session()
    }

    /// Ends the waiting with these frames.
    pub(super) fn fill(self, frames: Vec<Frame>) {
        self.place.fill(frames, Some(self.done));
    }

    /// Takes the subscription back and says so.
    pub(super) fn refuse(self, key: &MemberKey) {
        self.session().unsubscribe(self.instance, Topic::State);
        let outcome = Refusal::Internal.outcome(key.actor, "");
        let subject = Subject::instance(key.actor, &key.id);
        self.fill(vec![protocol::error(&outcome, subject)]);
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
