//! [`Slots`]: a shared slice that is copied when it is changed. Knows nothing of
//! what is in it.

use std::iter;
use std::mem;
use std::ops::Deref;
use std::sync::Arc;

/// A slice that its clones share until one of them is changed; one allocation.
///
/// Elements are moved where the slice is not shared and cloned where it is, so
/// an element is never cloned without need. A default takes the place of one
/// that was moved away; it is dropped with the slice, and nobody sees it.
pub(super) struct Slots<T>(Arc<[T]>);

impl<T> Slots<T> {
    /// Whether both are the same slice in memory. O(1).
    pub(super) fn is_shared_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Clone + Default> Slots<T> {
    /// The elements for changing; cloned before, if they are shared.
    pub(super) fn make_mut(&mut self) -> &mut [T] {
        Arc::make_mut(&mut self.0)
    }

    /// Inserts an element, moving those after it. O(length).
    pub(super) fn insert(&mut self, index: usize, element: T) {
        let element = iter::once(element);
        self.0 = if let Some(elements) = Arc::get_mut(&mut self.0) {
            let (before, after) = elements.split_at_mut(index);
            taken(before).chain(element).chain(taken(after)).collect()
        } else {
            let (before, after) = self.0.split_at(index);
            cloned(before).chain(element).chain(cloned(after)).collect()
        };
    }

    /// Removes an element, moving those after it. O(length).
    pub(super) fn remove(&mut self, index: usize) -> T {
        let (element, rest) = if let Some(elements) = Arc::get_mut(&mut self.0) {
            let element = mem::take(&mut elements[index]);
            let (before, after) = elements.split_at_mut(index);
            let rest = taken(before).chain(taken(&mut after[1..])).collect();
            (element, rest)
        } else {
            let (before, after) = self.0.split_at(index);
            let rest = cloned(before).chain(cloned(&after[1..])).collect();
            (self.0[index].clone(), rest)
        };
        self.0 = rest;
        element
    }

    /// The elements, owned. O(length).
    pub(super) fn into_vec(mut self) -> Vec<T> {
        match Arc::get_mut(&mut self.0) {
            Some(elements) => taken(elements).collect(),
            None => self.0.to_vec(),
        }
    }
}

// All these iterators know their length, so `collect` allocates once.

fn taken<T: Default>(elements: &mut [T]) -> impl Iterator<Item = T> {
    elements.iter_mut().map(mem::take)
}

fn cloned<T: Clone>(elements: &[T]) -> impl Iterator<Item = T> {
    elements.iter().cloned()
}

impl<T> Deref for Slots<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> Clone for Slots<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T, const N: usize> From<[T; N]> for Slots<T> {
    fn from(elements: [T; N]) -> Self {
        Self(Arc::from(elements))
    }
}
