//! [`Node`]: a part of the trie, found by the hash of its keys. Does not count
//! its entries.
//!
//! The shape is canonical: it depends on the hashes of the keys alone. A key sits
//! in the first slot on its way where no other key would be, so each node but
//! the root has two entries or more in it and below it.

use std::borrow::Borrow;
use std::hash::Hash;
use std::mem;

use super::place::Place;
use super::slots::Slots;

/// A part of the trie; shared by its clones until one of them is changed.
pub(super) struct Node<K, V> {
    index: Index,
    slots: Slots<Slot<K, V>>,
}

/// Which keys the slots of a node are for.
///
/// An enum also because its tag leaves room for that of [`Slot`], which is then
/// no larger than an entry or a child.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    /// One slot per bit that is set, in the order of the bits.
    Branch(u32),
    /// At the bottom: entries whose hashes are equal, in the order they came in.
    Bucket,
}

/// What is at one place in a node.
#[derive(Clone, Default)]
pub(super) enum Slot<K, V> {
    /// Nothing: left behind where a slot was moved away, and never seen.
    #[default]
    Vacant,
    /// The only entry whose hash leads here.
    Entry(K, V),
    /// All the entries whose hashes lead here, two or more.
    Child(Node<K, V>),
}

impl<K, V> Node<K, V> {
    pub(super) fn index(&self) -> Index {
        self.index
    }

    pub(super) fn slots(&self) -> &[Slot<K, V>] {
        &self.slots
    }

    /// Whether both are the same node in memory. O(1).
    pub(super) fn is_shared_with(&self, other: &Self) -> bool {
        self.slots.is_shared_with(&other.slots)
    }

    /// The slot of a bit of a branch. O(1).
    pub(super) fn slot(&self, bit: u32) -> Option<&Slot<K, V>> {
        let index = self.position(Some(bit)).ok()?;
        Some(&self.slots[index])
    }

    /// Where the slot of a bit is or, as `Err`, where it would be inserted. A
    /// bucket has no such slots: its entries are appended.
    fn position(&self, bit: Option<u32>) -> Result<usize, usize> {
        let (Index::Branch(bitmap), Some(bit)) = (self.index, bit) else {
            return Err(self.slots.len());
        };
        let index = (bitmap & (bit - 1)).count_ones() as usize;
        if bitmap & bit == 0 {
            Err(index)
        } else {
            Ok(index)
        }
    }

    /// The index of the slot that holds the key, if any does.
    fn find<Q>(&self, place: Place, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        match self.index {
            Index::Branch(_) => self.position(place.bit()).ok(),
            Index::Bucket => self.slots.iter().position(|slot| slot.is_entry_of(key)),
        }
    }

    /// The entry of a key. O(depth).
    pub(super) fn get<Q>(&self, mut place: Place, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        let mut node = self;
        loop {
            match &node.slots[node.find(place, key)?] {
                Slot::Entry(found, value) => {
                    return (found.borrow() == key).then_some((found, value));
                }
                Slot::Child(child) => node = child,
                Slot::Vacant => return None,
            }
            place = place.below();
        }
    }
}

impl<K: Clone, V: Clone> Node<K, V> {
    /// The slots for changing; cloned before, if they are shared.
    pub(super) fn slots_mut(&mut self) -> &mut [Slot<K, V>] {
        self.slots.make_mut()
    }

    /// The slots, moved out of the node or, if they are shared, cloned.
    pub(super) fn into_slots(self) -> Vec<Slot<K, V>> {
        self.slots.into_vec()
    }

    /// The value of a key, for changing. Unshares the way to it, also where the
    /// key turns out to be missing. O(depth).
    pub(super) fn get_mut<Q>(&mut self, mut place: Place, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        let mut node = self;
        loop {
            let index = node.find(place, key)?;
            match &mut node.slots_mut()[index] {
                Slot::Entry(found, value) => {
                    return ((*found).borrow() == key).then_some(value);
                }
                Slot::Child(child) => node = child,
                Slot::Vacant => return None,
            }
            place = place.below();
        }
    }

    /// Adds an entry whose key must not be in the node yet. O(depth).
    pub(super) fn add(&mut self, place: Place, key: K, value: V)
    where
        K: Hash,
    {
        let bit = place.bit();
        let index = match self.position(bit) {
            Ok(index) => index,
            Err(index) => {
                self.slots.insert(index, Slot::Entry(key, value));
                self.index = self.index.toggled(bit);
                return;
            }
        };
        let slot = &mut self.slots_mut()[index];
        match slot {
            Slot::Child(child) => child.add(place.below(), key, value),
            Slot::Entry(other, _) => {
                let other_place = place.beside(other);
                let other = (other_place.below(), mem::take(slot));
                let entry = (place.below(), Slot::Entry(key, value));
                *slot = Slot::Child(Self::of_two(other, entry));
            }
            Slot::Vacant => *slot = Slot::Entry(key, value),
        }
    }

    /// The value that was added last at a place. Unshares the way to it. O(depth).
    pub(super) fn last_added(&mut self, mut place: Place) -> Option<&mut V> {
        let mut node = self;
        loop {
            let index = match node.position(place.bit()) {
                Ok(index) => index,
                Err(end_of_bucket) => end_of_bucket.checked_sub(1)?,
            };
            match &mut node.slots_mut()[index] {
                Slot::Entry(_, value) => return Some(value),
                Slot::Child(child) => node = child,
                Slot::Vacant => return None,
            }
            place = place.below();
        }
    }

    /// The node of two entries, each with its place in it.
    fn of_two(one: (Place, Slot<K, V>), other: (Place, Slot<K, V>)) -> Self {
        let (index, slots) = match (one.0.bit(), other.0.bit()) {
            (Some(bit), Some(other_bit)) if bit == other_bit => {
                let child = Self::of_two((one.0.below(), one.1), (other.0.below(), other.1));
                (Index::Branch(bit), Slots::from([Slot::Child(child)]))
            }
            (Some(bit), Some(other_bit)) => {
                let slots = if bit < other_bit {
                    [one.1, other.1]
                } else {
                    [other.1, one.1]
                };
                (Index::Branch(bit | other_bit), Slots::from(slots))
            }
            _ => (Index::Bucket, Slots::from([one.1, other.1])),
        };
        Self { index, slots }
    }

    /// Removes the entry of a key. Unshares the way to it, also where the key
    /// turns out to be missing. O(depth).
    pub(super) fn remove<Q>(&mut self, place: Place, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        let index = self.find(place, key)?;
        if self.slots[index].is_entry_of(key) {
            // In this order, because a `Clone` of what stays may panic.
            let removed = self.slots.remove(index);
            self.index = self.index.toggled(place.bit());
            return removed.into_entry();
        }
        let slot = &mut self.slots_mut()[index];
        let Slot::Child(child) = slot else {
            return None;
        };
        let removed = child.remove(place.below(), key)?;
        if let [Slot::Entry(..)] = &*child.slots {
            *slot = mem::take(&mut child.slots_mut()[0]);
        }
        Some(removed)
    }
}

impl Index {
    /// The index after the slot of a bit came or went.
    fn toggled(self, bit: Option<u32>) -> Self {
        match self {
            Self::Branch(bitmap) => Self::Branch(bitmap ^ bit.unwrap_or(0)),
            Self::Bucket => Self::Bucket,
        }
    }
}

impl<K, V> Slot<K, V> {
    fn is_entry_of<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        matches!(self, Self::Entry(found, _) if found.borrow() == key)
    }

    fn into_entry(self) -> Option<(K, V)> {
        match self {
            Self::Entry(key, value) => Some((key, value)),
            Self::Child(_) | Self::Vacant => None,
        }
    }
}

impl<K, V> Clone for Node<K, V> {
    fn clone(&self) -> Self {
        Self {
            index: self.index,
            slots: self.slots.clone(),
        }
    }
}

impl<K, V> Default for Node<K, V> {
    fn default() -> Self {
        Self {
            index: Index::Branch(0),
            slots: Slots::default(),
        }
    }
}
