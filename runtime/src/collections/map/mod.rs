//! [`Map`]: a hash map that is cloned at once and compared by what changed.
//! Not an ordered map.
//!
//! It is a hash trie in canonical form (Steindorfer and Vinju, *Optimizing
//! Hash-Array Mapped Tries for Fast and Lean Immutable JVM Collections*, 2015):
//! the hash of a key, five bits per level, chooses one of 32 places in a node,
//! where either the entry itself is or a node with all the entries that begin
//! with the same bits.

#[cfg(any(test, feature = "proptest"))]
mod arbitrary;
mod compare;
mod entry;
mod iter;
mod json;
mod node;
mod place;
mod slots;
mod state;
mod traits;

#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::hash::Hash;
use std::mem;

pub use entry::{Entry, OccupiedEntry, VacantEntry};
pub use iter::{IntoIter, Iter, IterMut, Keys, Values, ValuesMut};

use node::Node;
use place::Place;

/// A hash map for large state, used like [`HashMap`](std::collections::HashMap).
///
/// A clone takes no time and shares everything with the original. A change then
/// copies the few nodes on the way to its key, and comparing the two visits only
/// what is not shared, so changing one entry of a hundred thousand costs about
/// as much as changing one of a thousand.
///
/// # Cost
///
/// The depth of a map is log₃₂ of its length: 3 to 4 for 100,000 entries. Where
/// nodes are shared, a change copies one node per level, which clones the entries
/// that happen to be in it, about ten in all; values that are costly to clone
/// should be persistent collections themselves. Where nothing is shared, values
/// are changed in place, and entries are moved and never cloned. The costs given
/// below take the hashes of different keys to be different.
///
/// # Order
///
/// Entries are iterated in the order of their hashes. The same keys come in the
/// same order in all maps of one process, and inserting or removing some does not
/// reorder the others; in another process the order is another one. Keys with
/// equal hashes, all 64 bits of them, come in the order they were inserted.
///
/// # Example
///
/// ```
/// use stagedoor::Map;
///
/// let mut stock = Map::from([("tea", 3), ("salt", 1)]);
/// let before = stock.clone();
///
/// *stock.entry("tea").or_default() += 1;
/// stock.remove("salt");
///
/// assert_eq!(stock, Map::from([("tea", 4)]));
/// assert_eq!(before["salt"], 1);
/// ```
pub struct Map<K, V> {
    root: Node<K, V>,
    len: usize,
}

impl<K, V> Map<K, V> {
    /// Makes an empty map; allocates nothing. O(1).
    #[must_use]
    pub fn new() -> Self {
        Self {
            root: Node::default(),
            len: 0,
        }
    }

    /// Returns how many entries the map has. O(1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Says whether the map has no entries. O(1).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Removes all entries. O(1), and O(n) where they are not shared.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Iterates over the entries, in the order of the map. O(n) for all.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter::new(self)
    }

    /// Iterates over the keys, in the order of the map. O(n) for all.
    #[must_use]
    pub fn keys(&self) -> Keys<'_, K, V> {
        Keys::new(self)
    }

    /// Iterates over the values, in the order of the map. O(n) for all.
    #[must_use]
    pub fn values(&self) -> Values<'_, K, V> {
        Values::new(self)
    }

    /// Whether the two are the same map in memory. O(1).
    fn is_shared_with(&self, other: &Self) -> bool {
        self.root.is_shared_with(&other.root)
    }
}

impl<K: Eq + Hash, V> Map<K, V> {
    /// Returns the value of a key. O(log n).
    #[must_use]
    pub fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.get_key_value(key).map(|(_, value)| value)
    }

    /// Returns the entry of a key, with the key that is in the map. O(log n).
    #[must_use]
    pub fn get_key_value<Q>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.root.get(Place::of(key), key)
    }

    /// Says whether the map has an entry for a key. O(log n).
    #[must_use]
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.get_key_value(key).is_some()
    }
}

impl<K: Clone, V: Clone> Map<K, V> {
    /// Iterates over the entries, with values that can be changed. O(n) for all.
    ///
    /// What it visits is not shared with clones any more, also where no value is
    /// changed.
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        IterMut::new(self)
    }

    /// Iterates over the values, so that they can be changed. O(n) for all.
    ///
    /// What it visits is not shared with clones any more, also where no value is
    /// changed.
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> {
        ValuesMut::new(self)
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Map<K, V> {
    /// Returns the value of a key, so that it can be changed. O(log n).
    ///
    /// For a key that is in the map the way to its value is not shared with
    /// clones any more, also where the value is not changed. For one that is not,
    /// nothing happens.
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let place = Place::of(key);
        self.root.get(place, key)?;
        self.root.get_mut(place, key)
    }

    /// Sets the value of a key and returns the one it had. O(log n).
    ///
    /// As in `std`, a key that is in the map already stays as it is.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let place = Place::of(&key);
        if self.root.get(place, &key).is_some() {
            let old = self.root.get_mut(place, &key)?;
            return Some(mem::replace(old, value));
        }
        self.add(place, key, value);
        None
    }

    /// Adds an entry whose key is not in the map.
    fn add(&mut self, place: Place, key: K, value: V) {
        self.root.add(place, key, value);
        self.len += 1;
    }

    /// Removes a key and returns its value. O(log n).
    ///
    /// Where the key is not in the map, everything stays shared.
    pub fn remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.remove_entry(key).map(|(_, value)| value)
    }

    /// Removes a key and returns it with its value. O(log n).
    ///
    /// Where the key is not in the map, everything stays shared.
    pub fn remove_entry<Q>(&mut self, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let place = Place::of(key);
        self.root.get(place, key)?;
        self.remove_at(place, key)
    }

    /// Finds the place of a key, to look at it, fill it or empty it. O(log n).
    ///
    /// The entry shares with clones what it does not change.
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        Entry::new(self, key)
    }

    /// Keeps the entries for which `keep` is true. O(n + removed × log n).
    ///
    /// Other than in `std`, `keep` sees the value but cannot change it: that lets
    /// everything stay shared that is not on the way to a removed entry. It is
    /// asked about all entries before the first one is removed.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &V) -> bool) {
        let removed: Vec<K> = self
            .iter()
            .filter(|(key, value)| !keep(key, value))
            .map(|(key, _)| key.clone())
            .collect();
        for key in removed {
            self.remove(&key);
        }
    }
}

impl<K: Clone, V: Clone> Map<K, V> {
    /// Removes the entry of a key whose place is known.
    fn remove_at<Q>(&mut self, place: Place, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        let removed = self.root.remove(place, key)?;
        self.len -= 1;
        Some(removed)
    }
}
