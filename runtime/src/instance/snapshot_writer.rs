//! Writing a long snapshot from a copy of the state, away from the instance's
//! turns, and handing it out with what was committed meanwhile.

use std::sync::Arc;

use super::Instance;
use super::published::Published;
use super::snapshots::Missed;
use crate::Actor;
use crate::connection::Frame;
use crate::guard::quietly;
use crate::member::MemberKey;
use crate::protocol;
use crate::state::Patch;

/// A copy of the state, to write the snapshot of a batch from.
pub(super) struct Copied<A> {
    state: A,
    batch: u64,
}

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
        published.hand_out(&self.key, copied, snapshot)
    }
}

impl<A: Actor> Published<A> {
    /// Copies the state for a batch; where that fails the batch is refused.
    pub(super) fn copy(&mut self, key: &MemberKey, batch: u64) -> Option<Copied<A>> {
        let state = quietly(|| self.committed().cloned()).flatten();
        if state.is_none() {
            let (members, _) = self.snapshots.finish(batch)?;
            for waiting in members {
                waiting.refuse(key);
            }
        }
        state.map(|state| Copied { state, batch })
    }

    /// Sends a snapshot to those who wait for it, and lets them follow; returns
    /// the next copy to write from.
    fn hand_out(
        &mut self,
        key: &MemberKey,
        copied: &Copied<A>,
        snapshot: Option<Frame>,
    ) -> Option<Copied<A>> {
        let (members, missed) = self.snapshots.finish(copied.batch)?;
        let frames = snapshot.and_then(|snapshot| self.brought_up(key, copied, snapshot, missed));
        for waiting in members {
            match &frames {
                Some(frames) => {
                    self.follow(waiting.session());
                    // Still under the lock, or a patch could go ahead of them.
                    waiting.fill(frames.clone());
                }
                None => waiting.refuse(key),
            }
        }
        let next = self.snapshots.begin()?;
        self.copy(key, next)
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
