//! [`MapOp`]: what is done to a map and to the one of `std` that it is held
//! against, by the same function.

use std::collections::{BTreeMap, HashMap, btree_map, hash_map};

use proptest::prelude::*;
use stagedoor::Map;
use stagedoor::collections::map;

use crate::done::Done;
use crate::element::{Element, Ranked};
use crate::place::{Name, name};

/// What `Map`, `HashMap` and `BTreeMap` have in common.
pub(crate) trait Mapping: Extend<(Self::Key, Self::Value)> {
    type Key: From<Name>;
    type Value: Ranked;

    fn length(&self) -> usize;
    fn insert(&mut self, key: Self::Key, value: Self::Value) -> Option<Self::Value>;
    fn remove(&mut self, key: &Self::Key) -> Option<Self::Value>;
    fn get_mut(&mut self, key: &Self::Key) -> Option<&mut Self::Value>;
    fn retain(&mut self, keep: impl FnMut(&Self::Value) -> bool);
    fn clear(&mut self);
    fn values_mut(&mut self) -> impl Iterator<Item = &mut Self::Value>;
    /// The value of a key, after `default` is inserted if there is none.
    fn or_insert(&mut self, key: Self::Key, default: Self::Value) -> &mut Self::Value;
    /// Removes what the entry of a key holds.
    fn take(&mut self, key: Self::Key) -> Option<Self::Value>;
}

macro_rules! mapping {
    ($Map:ident, $module:ident, $Key:ty) => {
        impl<V: Clone + Ranked> Mapping for $Map<$Key, V> {
            type Key = $Key;
            type Value = V;

            fn length(&self) -> usize {
                self.len()
            }

            fn insert(&mut self, key: $Key, value: V) -> Option<V> {
                self.insert(key, value)
            }

            fn remove(&mut self, key: &$Key) -> Option<V> {
                self.remove(key)
            }

            fn get_mut(&mut self, key: &$Key) -> Option<&mut V> {
                self.get_mut(key)
            }

            fn retain(&mut self, mut keep: impl FnMut(&V) -> bool) {
                self.retain(|_, value| keep(value));
            }

            fn clear(&mut self) {
                self.clear();
            }

            fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
                self.values_mut()
            }

            fn or_insert(&mut self, key: $Key, default: V) -> &mut V {
                self.entry(key).or_insert(default)
            }

            fn take(&mut self, key: $Key) -> Option<V> {
                match self.entry(key) {
                    $module::Entry::Occupied(entry) => Some(entry.remove()),
                    $module::Entry::Vacant(_) => None,
                }
            }
        }
    };
}

mapping!(Map, map, String);
mapping!(HashMap, hash_map, String);
mapping!(BTreeMap, btree_map, u16);

#[derive(Clone, Debug)]
pub(crate) enum MapOp<E> {
    Insert(Name, E),
    Remove(Name),
    Set(Name, E),
    Entry(Name, E),
    SetEntry(Name, E),
    Take(Name),
    Rename(Name, Name),
    Extend(Vec<(Name, E)>),
    Grow(u16),
    SetAll(E),
    Retain(u64),
    Clear,
}

impl<E: Element> MapOp<E> {
    /// Does it, and says how many entries it changed.
    pub(crate) fn run<M>(&self, map: &mut M) -> Done
    where
        M: Mapping<Value: From<E>>,
    {
        match self {
            Self::Insert(key, value) => Done::returning(map.insert((*key).into(), value.make())),
            Self::Remove(key) => Done::maybe(map.remove(&(*key).into())),
            Self::Take(key) => Done::maybe(map.take((*key).into())),
            Self::Set(key, value) => match map.get_mut(&(*key).into()) {
                Some(place) => Done::maybe(Some(std::mem::replace(place, value.make()))),
                None => Done::nothing(),
            },
            Self::Entry(key, value) => {
                let rank = map.or_insert((*key).into(), value.make()).rank();
                Done::maybe(Some(rank))
            }
            Self::SetEntry(key, value) => {
                *map.or_insert((*key).into(), E::numbered(0).make()) = value.make();
                Done::one()
            }
            Self::Rename(from, to) => match map.remove(&(*from).into()) {
                Some(value) => Done::one().and(Done::maybe(map.insert((*to).into(), value))),
                None => Done::nothing(),
            },
            _ => self.run_on_many(map),
        }
    }

    fn run_on_many<M>(&self, map: &mut M) -> Done
    where
        M: Mapping<Value: From<E>>,
    {
        let length = map.length();
        match self {
            Self::Extend(entries) => {
                let entry = |(key, value): &(Name, E)| ((*key).into(), value.make());
                map.extend(entries.iter().map(entry));
                return Done::many(entries.len());
            }
            Self::Grow(by) => {
                let entry = |at: u16| (Name(at).into(), E::numbered(at.into()).make());
                map.extend((0..*by).map(entry));
                return Done::many((*by).into());
            }
            Self::SetAll(value) => {
                map.values_mut().for_each(|place| *place = value.make());
                return Done::many(length);
            }
            Self::Retain(divisor) => map.retain(|value| value.rank() % divisor != 0),
            _ => map.clear(),
        }
        Done::many(length - map.length())
    }
}

pub(crate) fn map_op<E: Element + 'static>(
    value: impl Strategy<Value = E> + Clone + 'static,
) -> impl Strategy<Value = MapOp<E>> {
    use MapOp::*;
    let entry = || (name(), value.clone());
    prop_oneof![
        12 => entry().prop_map(|(key, value)| Insert(key, value)),
        10 => name().prop_map(Remove),
        8 => entry().prop_map(|(key, value)| Set(key, value)),
        6 => entry().prop_map(|(key, value)| Entry(key, value)),
        6 => entry().prop_map(|(key, value)| SetEntry(key, value)),
        4 => name().prop_map(Take),
        4 => (name(), name()).prop_map(|(from, to)| Rename(from, to)),
        3 => prop::collection::vec(entry(), 0..6).prop_map(Extend),
        1 => (0..80_u16).prop_map(Grow),
        1 => value.prop_map(SetAll),
        2 => (2..12_u64).prop_map(Retain),
        1 => Just(Clear),
    ]
}
