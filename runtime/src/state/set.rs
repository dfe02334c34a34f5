//! [`State`] for sets, which are JSON arrays in the order of iteration. Not for
//! sequences, whose order is the user's.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use super::merge::{Step, merge};
use super::{Action, ApplyError, Misfit, Operation, Patch, State};

impl<T, S> State for HashSet<T, S>
where
    T: State + Eq + Hash,
    S: BuildHasher + Clone + Default + Send + Sync + 'static,
{
    /// Two sets with the same elements are the same only if they also iterate
    /// in the same order: that order is the order of the array.
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .zip(other)
                .all(|(value, other)| value.same(other))
    }

    fn assign(&mut self, from: &Self) {
        if !self.same(from) {
            // Inserting and removing would leave the same elements in another
            // order, and the next snapshot would contradict the patch that was
            // sent. A clone has the hasher and the buckets of the original, and
            // so its order.
            self.clone_from(from);
        }
    }
}

impl<T: State + Ord> State for BTreeSet<T> {
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .zip(other)
                .all(|(value, other)| value.same(other))
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| {
            // Below `index` the array is as it should be; from there on it still
            // is what is left of the old one.
            let mut index = 0;
            for step in merge(self.iter(), old.iter(), Ord::cmp) {
                match step {
                    Step::Removed(_) => {
                        patch.index(index, Patch::remove);
                        continue;
                    }
                    Step::Added(new) => patch.index(index, |patch| patch.add(new)),
                    Step::Kept(new, old) => patch.index(index, |patch| {
                        patch.or_replace(new, |patch| new.diff(old, patch));
                    }),
                }
                index += 1;
            }
        });
    }

    fn assign(&mut self, from: &Self) {
        let mut added = Vec::new();
        let mut removed = Vec::new();
        for step in merge(from.iter(), self.iter(), |from, mine| T::cmp(from, mine)) {
            match step {
                Step::Added(value) => added.push(value),
                Step::Removed(value) => removed.push(value.clone()),
                // Equal by an `Ord` that does not look at everything.
                Step::Kept(value, mine) if !value.same(mine) => added.push(value),
                Step::Kept(..) => {}
            }
        }
        for value in &removed {
            self.remove(value);
        }
        for value in added {
            self.replace(value.clone());
        }
    }

    /// O(n), as the set has to be walked to an index. One element is cloned.
    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        let Some((index, element)) = operation.enter_index(self.len())? else {
            return operation.set(self);
        };
        let action = element.action_here();
        let value = if action == Some(Action::Add) {
            element.value()?
        } else {
            let nowhere = || element.misfit(Misfit::Nowhere);
            let mut value = self.iter().nth(index).cloned().ok_or_else(nowhere)?;
            self.remove(&value);
            if action == Some(Action::Remove) {
                return Ok(());
            }
            value.apply(element)?;
            value
        };
        if self.range(..&value).count() != index || !self.insert(value) {
            return Err(element.misfit(Misfit::Disorder));
        }
        Ok(())
    }
}
