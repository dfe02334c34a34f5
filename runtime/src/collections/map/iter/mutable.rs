//! [`IterMut`] and [`ValuesMut`]: change the values of a map.

use std::fmt::{self, Debug};
use std::iter::FusedIterator;
use std::slice;

use crate::collections::map::Map;
use crate::collections::map::node::Slot;

/// Iterates over the entries of a [`Map`], with values that can be changed; from
/// [`Map::iter_mut`].
pub struct IterMut<'a, K, V> {
    /// What is left at each level, the lowest one last.
    levels: Vec<slice::IterMut<'a, Slot<K, V>>>,
    left: usize,
}

impl<'a, K: Clone, V: Clone> IterMut<'a, K, V> {
    pub(in crate::collections::map) fn new(map: &'a mut Map<K, V>) -> Self {
        Self {
            levels: vec![map.root.slots_mut().iter_mut()],
            left: map.len,
        }
    }
}

impl<'a, K: Clone, V: Clone> Iterator for IterMut<'a, K, V> {
    type Item = (&'a K, &'a mut V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.levels.last_mut()?.next() {
                Some(Slot::Entry(key, value)) => {
                    self.left -= 1;
                    return Some((key, value));
                }
                Some(Slot::Child(child)) => self.levels.push(child.slots_mut().iter_mut()),
                Some(Slot::Vacant) => {}
                None => drop(self.levels.pop()),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K: Clone, V: Clone> ExactSizeIterator for IterMut<'_, K, V> {}
impl<K: Clone, V: Clone> FusedIterator for IterMut<'_, K, V> {}

impl<K, V> Debug for IterMut<'_, K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut iterator = formatter.debug_struct("IterMut");
        iterator.field("left", &self.left).finish_non_exhaustive()
    }
}

impl<'a, K: Clone, V: Clone> IntoIterator for &'a mut Map<K, V> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;

    fn into_iter(self) -> IterMut<'a, K, V> {
        self.iter_mut()
    }
}

/// Iterates over the values of a [`Map`], so that they can be changed; from
/// [`Map::values_mut`].
#[derive(Debug)]
pub struct ValuesMut<'a, K, V>(IterMut<'a, K, V>);

impl<'a, K: Clone, V: Clone> ValuesMut<'a, K, V> {
    pub(in crate::collections::map) fn new(map: &'a mut Map<K, V>) -> Self {
        Self(map.iter_mut())
    }
}

impl<'a, K: Clone, V: Clone> Iterator for ValuesMut<'a, K, V> {
    type Item = &'a mut V;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(_, value)| value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<K: Clone, V: Clone> ExactSizeIterator for ValuesMut<'_, K, V> {}
impl<K: Clone, V: Clone> FusedIterator for ValuesMut<'_, K, V> {}
