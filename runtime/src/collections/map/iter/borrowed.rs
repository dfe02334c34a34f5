//! [`Iter`], [`Keys`] and [`Values`]: look at the entries of a map.

use std::fmt::{self, Debug};
use std::iter::FusedIterator;
use std::mem;
use std::slice;

use crate::collections::map::Map;
use crate::collections::map::node::Slot;

/// Walks all entries in and below a list of slots; does not know how many.
pub(in crate::collections::map) struct Entries<'a, K, V> {
    /// What is left of the node it is in.
    slots: slice::Iter<'a, Slot<K, V>>,
    /// What is left at the levels above, the root first. Apart from the lowest
    /// one, so that nothing is allocated for slots without children.
    above: Vec<slice::Iter<'a, Slot<K, V>>>,
}

impl<'a, K, V> Entries<'a, K, V> {
    pub(in crate::collections::map) fn new(slots: &'a [Slot<K, V>]) -> Self {
        Self {
            slots: slots.iter(),
            above: Vec::new(),
        }
    }
}

impl<'a, K, V> Iterator for Entries<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.slots.next() {
                Some(Slot::Entry(key, value)) => return Some((key, value)),
                Some(Slot::Child(child)) => {
                    let slots = child.slots().iter();
                    self.above.push(mem::replace(&mut self.slots, slots));
                }
                Some(Slot::Vacant) => {}
                None => self.slots = self.above.pop()?,
            }
        }
    }
}

impl<K, V> Clone for Entries<'_, K, V> {
    fn clone(&self) -> Self {
        Self {
            slots: self.slots.clone(),
            above: self.above.clone(),
        }
    }
}

/// Iterates over the entries of a [`Map`]; from [`Map::iter`].
pub struct Iter<'a, K, V> {
    entries: Entries<'a, K, V>,
    left: usize,
}

impl<'a, K, V> Iter<'a, K, V> {
    pub(in crate::collections::map) fn new(map: &'a Map<K, V>) -> Self {
        Self {
            entries: Entries::new(map.root.slots()),
            left: map.len,
        }
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        self.left -= 1;
        Some(entry)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, V> ExactSizeIterator for Iter<'_, K, V> {}
impl<K, V> FusedIterator for Iter<'_, K, V> {}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self {
            entries: self.entries.clone(),
            left: self.left,
        }
    }
}

impl<K: Debug, V: Debug> Debug for Iter<'_, K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.clone()).finish()
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Iter<'a, K, V> {
        self.iter()
    }
}

/// Writes an iterator over one half of the entries.
macro_rules! half {
    ($(#[$docs:meta])* $name:ident, $half:ident, $pick:expr) => {
        $(#[$docs])*
        pub struct $name<'a, K, V>(Iter<'a, K, V>);

        impl<'a, K, V> $name<'a, K, V> {
            pub(in crate::collections::map) fn new(map: &'a Map<K, V>) -> Self {
                Self(map.iter())
            }
        }

        impl<'a, K, V> Iterator for $name<'a, K, V> {
            type Item = &'a $half;

            fn next(&mut self) -> Option<Self::Item> {
                self.0.next().map($pick)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl<K, V> ExactSizeIterator for $name<'_, K, V> {}
        impl<K, V> FusedIterator for $name<'_, K, V> {}

        impl<K, V> Clone for $name<'_, K, V> {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl<K, V> Debug for $name<'_, K, V>
        where
            $half: Debug,
        {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.debug_list().entries(self.clone()).finish()
            }
        }
    };
}

half! {
    /// Iterates over the keys of a [`Map`]; from [`Map::keys`].
    Keys, K, |(key, _)| key
}

half! {
    /// Iterates over the values of a [`Map`]; from [`Map::values`].
    Values, V, |(_, value)| value
}
