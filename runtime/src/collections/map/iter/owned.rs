//! [`IntoIter`]: takes a map apart.

use std::fmt::{self, Debug};
use std::iter::FusedIterator;
use std::vec;

use crate::collections::map::Map;
use crate::collections::map::node::Slot;

/// Iterates over the entries of a [`Map`] that is given up; from its
/// [`IntoIterator`].
///
/// Entries that other maps share are cloned, the others are moved.
pub struct IntoIter<K, V> {
    /// What is left at each level, the lowest one last.
    levels: Vec<vec::IntoIter<Slot<K, V>>>,
    left: usize,
}

impl<K: Clone, V: Clone> Iterator for IntoIter<K, V> {
    type Item = (K, V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.levels.last_mut()?.next() {
                Some(Slot::Entry(key, value)) => {
                    self.left -= 1;
                    return Some((key, value));
                }
                Some(Slot::Child(child)) => self.levels.push(child.into_slots().into_iter()),
                Some(Slot::Vacant) => {}
                None => drop(self.levels.pop()),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K: Clone, V: Clone> ExactSizeIterator for IntoIter<K, V> {}
impl<K: Clone, V: Clone> FusedIterator for IntoIter<K, V> {}

impl<K, V> Debug for IntoIter<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut iterator = formatter.debug_struct("IntoIter");
        iterator.field("left", &self.left).finish_non_exhaustive()
    }
}

impl<K: Clone, V: Clone> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;

    fn into_iter(self) -> IntoIter<K, V> {
        IntoIter {
            levels: vec![self.root.into_slots().into_iter()],
            left: self.len,
        }
    }
}
