//! [`State`] for [`Map`], which is a JSON object.

use std::hash::Hash;
use std::ops::ControlFlow;

use super::Map;
use crate::constraints::Issues;
use crate::state::{Key, Patch, State, apply_by_key, check_entries, diff_entry};

impl<K: Key + Eq + Hash, V: State> State for Map<K, V> {
    /// Compares what the two do not share. O(changed × log n).
    fn same(&self, other: &Self) -> bool {
        let same = |value: Option<&V>, other: Option<&V>| {
            let values = value.zip(other);
            values.is_some_and(|(value, other)| value.same(other))
        };
        self.len == other.len
            && self
                .root
                .compare(&other.root, &mut |_, value, other| {
                    if same(value, other) {
                        ControlFlow::Continue(())
                    } else {
                        ControlFlow::Break(())
                    }
                })
                .is_continue()
    }

    /// Writes one operation per entry that is not the same, or less. Compares
    /// what the two do not share. O(changed × log n).
    fn diff(&self, old: &Self, patch: &mut Patch) {
        if self.is_empty() && old.len > 1 {
            // Known without as many removals to be the shortest.
            patch.replace(self);
            return;
        }
        patch.or_replace(self, |patch| {
            let _ = self.root.compare(&old.root, &mut |key, new, old| {
                diff_entry(key, new, old, patch);
                ControlFlow::Continue(())
            });
        });
    }

    /// Shares everything with `from`. O(1).
    fn assign(&mut self, from: &Self) {
        if !self.is_shared_with(from) {
            self.clone_from(from);
        }
    }

    apply_by_key!();

    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        check_entries(self.iter(), issues);
    }
}
