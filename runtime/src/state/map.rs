//! [`State`] for maps, which are JSON objects: an entry is added, removed or
//! compared at its key. The order of the entries is no part of the state.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::merge::{Step, merge};
use super::{Key, Patch, State};
use crate::constraints::Issues;

/// Writes the change of one entry that may be in either map.
pub(crate) fn diff_entry<K: Key, V: State>(
    key: &K,
    new: Option<&V>,
    old: Option<&V>,
    patch: &mut Patch,
) {
    match (new, old) {
        // Asked first, because most entries are the same and a name may have to
        // be made up from its key.
        (Some(new), Some(old)) if new.same(old) => {}
        (Some(new), Some(old)) => patch.field(&key.key(), |patch| {
            patch.or_replace(new, |patch| new.diff(old, patch));
        }),
        (Some(new), None) => patch.field(&key.key(), |patch| patch.add(new)),
        (None, Some(_)) => patch.field(&key.key(), Patch::remove),
        (None, None) => {}
    }
}

/// Finds what is wrong with the values of a map.
pub(crate) fn check_entries<'a, K: Key, V: State>(
    entries: impl Iterator<Item = (&'a K, &'a V)>,
    issues: &mut Issues,
) {
    if V::CHECKED {
        for (key, value) in entries {
            if issues.is_full() {
                break;
            }
            let name = key.key().into_owned();
            issues.key(name, |issues| value.check(issues));
        }
    }
}

/// Writes `apply` for a map.
macro_rules! apply_by_key {
    () => {
        fn apply(
            &mut self,
            operation: $crate::state::Operation<'_>,
        ) -> Result<(), $crate::state::ApplyError> {
            let Some((key, entry)) = operation.enter_key()? else {
                return operation.set(self);
            };
            let nowhere = || entry.misfit($crate::state::Misfit::Nowhere);
            match entry.action_here() {
                Some($crate::state::Action::Add) => drop(self.insert(key, entry.value()?)),
                Some($crate::state::Action::Remove) => {
                    drop(self.remove(&key).ok_or_else(nowhere)?);
                }
                Some($crate::state::Action::Replace) | None => {
                    let value = self.get_mut(&key).ok_or_else(nowhere)?;
                    $crate::state::State::apply(value, entry)?;
                }
            }
            Ok(())
        }
    };
}
pub(crate) use apply_by_key;

/// Writes the functions of [`State`] for a map that is asked for its keys.
macro_rules! by_lookup {
    () => {
        fn same(&self, other: &Self) -> bool {
            let same = |(key, value)| {
                other
                    .get(key)
                    .is_some_and(|other| State::same(value, other))
            };
            self.len() == other.len() && self.iter().all(same)
        }

        fn diff(&self, old: &Self, patch: &mut Patch) {
            patch.or_replace(self, |patch| {
                let mut kept = 0;
                for (key, value) in self {
                    let old = old.get(key);
                    kept += usize::from(old.is_some());
                    $crate::state::map::diff_entry(key, Some(value), old, patch);
                }
                if kept < old.len() {
                    for (key, old) in old.iter().filter(|(key, _)| !self.contains_key(*key)) {
                        $crate::state::map::diff_entry(key, None, Some(old), patch);
                    }
                }
            });
        }

        fn assign(&mut self, from: &Self) {
            for (key, from) in from {
                match self.get_mut(key) {
                    Some(value) => value.assign(from),
                    None => drop(self.insert(key.clone(), from.clone())),
                }
            }
            if self.len() > from.len() {
                self.retain(|key, _| from.contains_key(key));
            }
        }

        $crate::state::map::apply_by_key!();
    };
}
pub(super) use by_lookup;

impl<K, V, S> State for HashMap<K, V, S>
where
    K: Key + Eq + Hash,
    V: State,
    S: BuildHasher + Clone + Default + Send + Sync + 'static,
{
    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        check_entries(self.iter(), issues);
    }

    by_lookup!();
}

impl<K, V> State for BTreeMap<K, V>
where
    K: Key + Ord,
    V: State,
{
    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        check_entries(self.iter(), issues);
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .zip(other)
                .all(|((key, value), (other_key, other))| key == other_key && value.same(other))
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| {
            for step in merge(self.iter(), old.iter(), |new, old| new.0.cmp(old.0)) {
                match step {
                    Step::Added((key, new)) => diff_entry(key, Some(new), None, patch),
                    Step::Removed((key, old)) => diff_entry(key, None, Some(old), patch),
                    Step::Kept((key, new), (_, old)) => {
                        diff_entry(key, Some(new), Some(old), patch);
                    }
                }
            }
        });
    }

    fn assign(&mut self, from: &Self) {
        let mut added = Vec::new();
        let mut removed = Vec::new();
        for step in merge(from.iter(), self.iter(), |from, mine| from.0.cmp(mine.0)) {
            match step {
                Step::Added((key, value)) => added.push((key, value)),
                Step::Removed((key, _)) => removed.push(key.clone()),
                Step::Kept(..) => {}
            }
        }
        for key in &removed {
            self.remove(key);
        }
        for (key, value) in added {
            self.insert(key.clone(), value.clone());
        }
        for (value, from) in self.values_mut().zip(from.values()) {
            value.assign(from);
        }
    }

    apply_by_key!();
}
