//! [`Play`]: an instance's draft and committed state, and a client, through the
//! turns of a sequence.

use serde_json::Value;
use stagedoor::{Patch, State};

use crate::client::{Client, document_of};
use crate::mutations::Mutations;
use crate::op::Op;
use crate::told::Told;
use crate::twin::Twin;

/// How many states are kept to be looked at again.
const KEPT: usize = 8;

pub(crate) struct Play {
    working: Twin,
    committed: Twin,
    /// Changes since the last commit.
    mutations: Mutations,
    client: Client,
    /// States of before, with their documents.
    kept: Vec<(Twin, Value)>,
}

impl Play {
    /// Plays a sequence, everything checked after each step.
    pub(crate) fn run(ops: &[Op]) {
        let mut play = Self::new();
        for op in ops {
            play.step(op);
        }
        play.commit();
        play.assert_kept();
    }

    fn new() -> Self {
        let working = Twin::default();
        Self {
            committed: working.clone(),
            client: Client::of(&working.room),
            working,
            mutations: Mutations::default(),
            kept: Vec::new(),
        }
    }

    fn step(&mut self, op: &Op) {
        let mut mutations = Mutations::default();
        match op {
            Op::Commit => self.commit(),
            Op::Rollback => self.roll_back(),
            Op::Keep => {
                let document = document_of(&self.working.room);
                self.kept.push((self.working.clone(), document));
                if self.kept.len() > KEPT {
                    assert_unchanged(&self.kept.remove(0));
                }
            }
            Op::Restore(at) => {
                if let Some(at) = at.element(self.kept.len()) {
                    self.working = self.kept[at].0.clone();
                    mutations.add_everywhere();
                }
            }
            op => self.working.run(op, &mut mutations),
        }
        let Twin { room, model } = &self.working;
        room.assert_alike_in(model, |field| mutations.has(field));
        self.mutations.merge(&mutations);
    }

    fn commit(&mut self) {
        // What was done to the draft must not have reached it.
        self.committed.assert_alike();
        let patch = patch(&self.committed.room, &self.working.room);
        self.committed.room.assign(&self.working.room);
        self.committed.model.clone_from(&self.working.model);
        if let Some(patch) = patch {
            self.client.apply(&patch);
            let told = Told::by(&patch);
            told.assert_few(&self.mutations);
            told.assert_short(self.client.document());
        }
        self.assert_together();
    }

    fn roll_back(&mut self) {
        self.working.room.assign(&self.committed.room);
        self.working.model.clone_from(&self.committed.model);
        self.assert_together();
    }

    /// Checks that draft, committed state and client are the same.
    fn assert_together(&mut self) {
        self.mutations = Mutations::default();
        self.committed.assert_alike();
        self.client.assert_is_of(&self.committed.room);
        assert!(self.working.room.same(&self.committed.room));
        assert_eq!(patch(&self.committed.room, &self.working.room), None);
        assert_eq!(document_of(&self.working.room), *self.client.document());
    }

    fn assert_kept(&self) {
        self.kept.iter().for_each(assert_unchanged);
    }
}

/// Checks that a state that was kept is as it was, whatever became of those that
/// share with it.
fn assert_unchanged((twin, document): &(Twin, Value)) {
    twin.assert_alike();
    assert_eq!(document_of(&twin.room), *document);
}

/// The patch from `old` to `new`.
fn patch<T: State>(old: &T, new: &T) -> Option<String> {
    let mut patch = Patch::new();
    new.diff(old, &mut patch);
    patch.finish().unwrap()
}
