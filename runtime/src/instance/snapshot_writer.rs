//! Writing a long snapshot from a copy of the state, away from the instance's
//! turns, and handing it out with what was committed meanwhile.

use std::sync::Arc;

use super::Instance;
use super::published::Published;
use super::snapshots::{Missed, Waiting};
use crate::connection::Frame;
use crate::guard::quietly;
use crate::member::MemberKey;
use crate::protocol::{self, Subject};
use crate::state::Patch;
use crate::{Actor, Refusal};

/// A copy of the state, to write the snapshot of a batch from.
pub(super) struct Copied<A> {
    state: A,
    batch: u64,
}

/// Those who have waited, with the frames that they are owed.
type Owed = Vec<(Waiting, Vec<Frame>)>;

impl<A: Actor> Instance<A> {
    /// Writes the snapshot on a thread of its own, and then those that were
    /// asked for meanwhile, one after the other.
    pub(super) fn write_snapshots(self: &Arc<Self>, copied: Copied<A>) {
        let me = Arc::clone(self);
        self.shared.spawn_blocking(move || {
            let mut copied = Some(copied);
            while let Some(current) = copied {
                copied = me.write_snapshot(&current);
                quietly(move || drop(current));
            }
        });
    }

    /// Writes and hands out one snapshot; returns the next copy to write from.
    fn write_snapshot(&self, copied: &Copied<A>) -> Option<Copied<A>> {
        let written = quietly(|| protocol::snapshot(self.key.actor, &self.key.id, &copied.state));
        let snapshot = written.and_then(Result::ok);
        let mut published = self.published.lock();
        let (owed, next) = published.hand_out(&self.key, copied, snapshot);
        drop(published);
        // What is committed from here on lines up behind the places of these.
        for (waiting, frames) in owed {
            waiting.fill(frames);
        }
        next
    }
}

impl<A: Actor> Published<A> {
    /// Copies the state for a batch; where that fails the batch is refused.
    pub(super) fn copy(&mut self, key: &MemberKey, batch: u64) -> Option<Copied<A>> {
        let state = quietly(|| self.committed().cloned()).flatten();
        if state.is_none() {
            let (members, _) = self.snapshots.finish(batch)?;
            for waiting in members {
                let refused = refusal(key, &waiting);
                waiting.fill(refused);
            }
        }
        state.map(|state| Copied { state, batch })
    }

    fn hand_out(
        &mut self,
        key: &MemberKey,
        copied: &Copied<A>,
        snapshot: Option<Frame>,
    ) -> (Owed, Option<Copied<A>>) {
        let Some((members, missed)) = self.snapshots.finish(copied.batch) else {
            return (Owed::new(), None);
        };
        let frames = snapshot.and_then(|snapshot| self.brought_up(key, copied, snapshot, missed));
        let owed = members.into_iter().map(|waiting| {
            let frames = match &frames {
                Some(frames) => {
                    self.follow(waiting.session());
                    frames.clone()
                }
                None => refusal(key, &waiting),
            };
            (waiting, frames)
        });
        let owed = owed.collect();
        let next = self.snapshots.begin();
        (owed, next.and_then(|batch| self.copy(key, batch)))
    }

    /// A snapshot and the patches that bring it up to what is committed now: one
    /// in their place where they were too many to keep.
    fn brought_up(
        &self,
        key: &MemberKey,
        copied: &Copied<A>,
        snapshot: Frame,
        missed: Missed,
    ) -> Option<Vec<Frame>> {
        let mut frames = vec![snapshot];
        if !missed.lost {
            frames.extend(missed.patches);
            return Some(frames);
        }
        let committed = self.committed()?;
        let written = quietly(|| {
            let mut patch = Patch::new();
            committed.diff(&copied.state, &mut patch);
            patch.finish()
        });
        let patch = written?.ok()?;
        frames.extend(patch.map(|patch| protocol::state_patch(key.actor, &key.id, &patch)));
        Some(frames)
    }
}

/// Takes the subscription back and says so.
fn refusal(key: &MemberKey, waiting: &Waiting) -> Vec<Frame> {
    waiting.unsubscribe();
    let outcome = Refusal::Internal.outcome(key.actor, "");
    vec![protocol::error(
        &outcome,
        Subject::instance(key.actor, &key.id),
    )]
}
