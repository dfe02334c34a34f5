//! [`Change`]: one change of a map and of its model.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::collections::map::{Entry, Map};

/// One change of a map through one of its functions.
#[derive(Clone, Debug)]
pub(super) enum Change<K> {
    Insert(K, u8),
    Remove(K),
    RemoveEntry(K),
    SetByGetMut(K, u8),
    OrInsert(K, u8),
    ModifyOrDefault(K, u8),
    EntryInsert(K, u8),
    EntryRemove(K),
    Extend(Vec<(K, u8)>),
    Retain(u8),
    AddToAll(u8),
    AddToSome(u8, usize),
    Clear,
}

pub(super) fn change<K>() -> impl Strategy<Value = Change<K>>
where
    K: Arbitrary + Clone + 'static,
{
    use Change::*;
    let entry = || any::<(K, u8)>();
    prop_oneof![
        8 => entry().prop_map(|(key, value)| Insert(key, value)),
        6 => any::<K>().prop_map(Remove),
        2 => any::<K>().prop_map(RemoveEntry),
        3 => entry().prop_map(|(key, value)| SetByGetMut(key, value)),
        2 => entry().prop_map(|(key, value)| OrInsert(key, value)),
        2 => entry().prop_map(|(key, value)| ModifyOrDefault(key, value)),
        2 => entry().prop_map(|(key, value)| EntryInsert(key, value)),
        2 => any::<K>().prop_map(EntryRemove),
        1 => vec(entry(), 0..20).prop_map(Extend),
        1 => (2..9_u8).prop_map(Retain),
        1 => any::<u8>().prop_map(AddToAll),
        1 => (any::<u8>(), 0..5_usize).prop_map(|(more, count)| AddToSome(more, count)),
        1 => Just(Clear),
    ]
}

impl<K: Clone + Debug + Eq + Hash> Change<K> {
    /// Changes the map and its model, and compares what they return. Returns how
    /// many entries were written or removed.
    pub(super) fn apply(&self, map: &mut Map<K, u8>, model: &mut HashMap<K, u8>) -> usize {
        match self {
            Self::Extend(entries) => {
                map.extend(entries.iter().cloned());
                model.extend(entries.iter().cloned());
                entries.len()
            }
            Self::Retain(divisor) => {
                let before = map.len();
                map.retain(|_, value| value % divisor != 0);
                model.retain(|_, value| *value % divisor != 0);
                before - map.len()
            }
            Self::AddToAll(more) => {
                for value in map.values_mut() {
                    *value = value.wrapping_add(*more);
                }
                for value in model.values_mut() {
                    *value = value.wrapping_add(*more);
                }
                map.len()
            }
            Self::AddToSome(more, count) => {
                for (key, value) in map.iter_mut().take(*count) {
                    *value = value.wrapping_add(*more);
                    model.insert(key.clone(), *value);
                }
                *count
            }
            Self::Clear => {
                let before = map.len();
                map.clear();
                model.clear();
                before
            }
            one => {
                one.apply_to_one(map, model);
                1
            }
        }
    }

    fn apply_to_one(&self, map: &mut Map<K, u8>, model: &mut HashMap<K, u8>) {
        match self {
            Self::Insert(key, value) => {
                assert_eq!(
                    map.insert(key.clone(), *value),
                    model.insert(key.clone(), *value)
                );
            }
            Self::Remove(key) => assert_eq!(map.remove(key), model.remove(key)),
            Self::RemoveEntry(key) => {
                assert_eq!(map.remove_entry(key), model.remove_entry(key));
            }
            Self::SetByGetMut(key, value) => {
                let mine = map.get_mut(key).map(|old| std::mem::replace(old, *value));
                let other = model.get_mut(key).map(|old| std::mem::replace(old, *value));
                assert_eq!(mine, other);
            }
            Self::OrInsert(key, value) => {
                let mine = map.entry(key.clone()).or_insert(*value);
                assert_eq!(mine, model.entry(key.clone()).or_insert(*value));
                *mine = mine.wrapping_add(1);
                model.insert(key.clone(), *mine);
            }
            Self::ModifyOrDefault(key, value) => {
                let modify = |old: &mut u8| *old ^= value;
                let mine = map.entry(key.clone()).and_modify(modify).or_default();
                assert_eq!(
                    mine,
                    model.entry(key.clone()).and_modify(modify).or_default()
                );
            }
            Self::EntryInsert(key, value) => {
                match map.entry(key.clone()) {
                    Entry::Occupied(mut entry) => {
                        let old = entry.insert(*value);
                        assert_eq!((entry.get(), Some(old)), (value, model.get(key).copied()));
                    }
                    Entry::Vacant(entry) => assert_eq!(entry.insert(*value), value),
                }
                model.insert(key.clone(), *value);
            }
            Self::EntryRemove(key) => {
                let entry = match map.entry(key.clone()) {
                    Entry::Occupied(entry) => Some(entry.remove_entry()),
                    Entry::Vacant(_) => None,
                };
                assert_eq!(entry, model.remove_entry(key));
            }
            _ => unreachable!("changes more than one entry"),
        }
    }
}
