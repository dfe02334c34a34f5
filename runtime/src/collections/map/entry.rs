//! [`Entry`]: the place of one key in a [`Map`], filled or not.

use std::fmt::{self, Debug};
use std::hash::Hash;
use std::mem;

use super::Map;
use super::place::Place;

/// The place of one key in a [`Map`]; from [`Map::entry`].
pub enum Entry<'a, K, V> {
    /// The key is in the map.
    Occupied(OccupiedEntry<'a, K, V>),
    /// The key is not in the map.
    Vacant(VacantEntry<'a, K, V>),
}

/// The place of a key that is in the map.
pub struct OccupiedEntry<'a, K, V> {
    map: &'a mut Map<K, V>,
    place: Place,
    key: K,
}

/// The place of a key that is not in the map.
pub struct VacantEntry<'a, K, V> {
    map: &'a mut Map<K, V>,
    place: Place,
    key: K,
}

impl<'a, K: Clone + Eq + Hash, V: Clone> Entry<'a, K, V> {
    pub(super) fn new(map: &'a mut Map<K, V>, key: K) -> Self {
        let place = Place::of(&key);
        if map.root.get(place, &key).is_some() {
            Self::Occupied(OccupiedEntry { map, place, key })
        } else {
            Self::Vacant(VacantEntry { map, place, key })
        }
    }

    /// Returns the value, after `default` is inserted if there is none. O(log n).
    pub fn or_insert(self, default: V) -> &'a mut V {
        self.or_insert_with(|| default)
    }

    /// Returns the value, after the result of `default` is inserted if there is
    /// none. O(log n).
    pub fn or_insert_with(self, default: impl FnOnce() -> V) -> &'a mut V {
        match self {
            Self::Occupied(entry) => entry.into_mut(),
            Self::Vacant(entry) => entry.insert(default()),
        }
    }

    /// Returns the value, after the default of its type is inserted if there is
    /// none. O(log n).
    pub fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }

    /// Changes the value, if there is one. O(log n).
    #[expect(
        clippy::return_self_not_must_use,
        reason = "as in `std`, it may end a statement"
    )]
    pub fn and_modify(mut self, modify: impl FnOnce(&mut V)) -> Self {
        if let Self::Occupied(entry) = &mut self {
            modify(entry.get_mut());
        }
        self
    }

    /// Returns the key that the entry was asked for with. O(1).
    #[must_use]
    pub fn key(&self) -> &K {
        match self {
            Self::Occupied(entry) => entry.key(),
            Self::Vacant(entry) => entry.key(),
        }
    }
}

impl<K: Eq, V> OccupiedEntry<'_, K, V> {
    /// Returns the key that the entry was asked for with. O(1).
    #[must_use]
    pub fn key(&self) -> &K {
        &self.key
    }

    /// Returns the value. O(log n).
    #[must_use]
    pub fn get(&self) -> &V {
        present(self.map.root.get(self.place, &self.key)).1
    }
}

impl<'a, K: Clone + Eq, V: Clone> OccupiedEntry<'a, K, V> {
    /// Returns the value, so that it can be changed. O(log n).
    pub fn get_mut(&mut self) -> &mut V {
        present(self.map.root.get_mut(self.place, &self.key))
    }

    /// Returns the value for as long as the map is borrowed. O(log n).
    pub fn into_mut(self) -> &'a mut V {
        present(self.map.root.get_mut(self.place, &self.key))
    }

    /// Sets the value and returns the one it had. O(log n).
    pub fn insert(&mut self, value: V) -> V {
        mem::replace(self.get_mut(), value)
    }

    /// Removes the entry and returns its value. O(log n).
    pub fn remove(self) -> V {
        self.remove_entry().1
    }

    /// Removes the entry and returns it. O(log n).
    pub fn remove_entry(self) -> (K, V) {
        present(self.map.remove_at(self.place, &self.key))
    }
}

impl<'a, K: Clone + Eq + Hash, V: Clone> VacantEntry<'a, K, V> {
    /// Returns the key that the entry was asked for with. O(1).
    #[must_use]
    pub fn key(&self) -> &K {
        &self.key
    }

    /// Returns the key that the entry was asked for with, owned. O(1).
    #[must_use]
    pub fn into_key(self) -> K {
        self.key
    }

    /// Inserts a value and returns it for as long as the map is borrowed. O(log n).
    pub fn insert(self, value: V) -> &'a mut V {
        self.map.add(self.place, self.key, value);
        present(self.map.root.last_added(self.place))
    }
}

/// What an entry found in the map that it borrows.
fn present<T>(found: Option<T>) -> T {
    found.expect("the key of an occupied entry is in the map")
}

impl<K: Debug + Eq, V: Debug> Debug for Entry<'_, K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Occupied(entry) => formatter.debug_tuple("Occupied").field(entry).finish(),
            Self::Vacant(entry) => formatter.debug_tuple("Vacant").field(entry).finish(),
        }
    }
}

impl<K: Debug + Eq, V: Debug> Debug for OccupiedEntry<'_, K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OccupiedEntry")
            .field("key", &self.key)
            .field("value", self.get())
            .finish()
    }
}

impl<K: Debug, V> Debug for VacantEntry<'_, K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("VacantEntry")
            .field(&self.key)
            .finish()
    }
}
