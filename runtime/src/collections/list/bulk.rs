//! Changes to many elements of a [`List`] at a time. What they leave as it was
//! stays shared, leaf by leaf.

use std::cmp::Ordering;
use std::sync::Arc;

use super::List;
use crate::collections::elements::{Elements, Leaf, push_leaf};

impl<T: Clone> List<T> {
    /// Keeps the elements for which `keep` says so, asked once for each, in
    /// order. O(n).
    ///
    /// Leaves of which all are kept stay shared, and the others are copied. If
    /// `keep` panics, the list is as it was.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let mut leaves = Vec::new();
        let mut kept = Vec::new();
        let mut len = 0;
        for leaf in self.elements.leaves() {
            kept.extend(leaf.items.iter().filter(|element| keep(element)));
            len += kept.len();
            if kept.len() == leaf.len() {
                push_leaf(&mut leaves, Arc::clone(leaf));
            } else {
                push_leaf(&mut leaves, copy_of(&kept));
            }
            kept.clear();
        }
        if len < self.len() {
            self.elements = Elements::from_leaves(leaves);
        }
    }

    /// Sorts, equal elements staying in their order. O(n log n); O(n) if the list
    /// is sorted already.
    ///
    /// Leaves in which no element moves stay shared, and the others are copied.
    pub fn sort(&mut self)
    where
        T: Ord,
    {
        self.sort_by(Ord::cmp);
    }

    /// Sorts by a key, as [`sort`](Self::sort) does. The key is made anew for each
    /// comparison.
    pub fn sort_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.sort_by(|a, b| key(a).cmp(&key(b)));
    }

    /// Sorts by `compare`, as [`sort`](Self::sort) does. If `compare` panics, the
    /// list is as it was.
    ///
    /// # Panics
    ///
    /// May panic if `compare` is not a total order.
    pub fn sort_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        if self.iter().is_sorted_by(|a, b| compare(a, b).is_le()) {
            return;
        }
        let elements: Vec<&T> = self.iter().collect();
        let mut order: Vec<usize> = (0..elements.len()).collect();
        order.sort_by(|a, b| compare(elements[*a], elements[*b]));

        let mut leaves = Vec::new();
        let mut start = 0;
        for leaf in self.elements.leaves() {
            let places = start..start + leaf.len();
            let sorted = &order[places.clone()];
            start = places.end;
            if sorted.iter().copied().eq(places) {
                push_leaf(&mut leaves, Arc::clone(leaf));
            } else {
                let sorted: Vec<&T> = sorted.iter().map(|index| elements[*index]).collect();
                push_leaf(&mut leaves, copy_of(&sorted));
            }
        }
        self.elements = Elements::from_leaves(leaves);
    }
}

fn copy_of<T: Clone>(elements: &[&T]) -> Arc<Leaf<T>> {
    let items = elements.iter().copied().cloned().collect();
    Arc::new(Leaf { items })
}

impl<T: Clone> List<T> {
    /// Moves all elements of `other` to the end. O(m) for its `m` elements, of
    /// which those that it shares are cloned.
    pub fn append(&mut self, other: &mut Self) {
        self.extend(std::mem::take(other));
    }

    /// Takes off the elements from `at` on and returns them. O(log n + m) for
    /// these `m` elements, which are cloned.
    ///
    /// # Panics
    ///
    /// If `at` is greater than the length.
    #[must_use = "to drop the elements, use `truncate`"]
    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> Self {
        let rest = self.range(at..).cloned().collect();
        self.truncate(at);
        rest
    }
}

impl<'a, T: Copy> Extend<&'a T> for List<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, elements: I) {
        self.extend(elements.into_iter().copied());
    }
}

impl<T: Clone> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, elements: I) {
        for element in elements {
            self.push(element);
        }
    }
}

impl<T: Clone> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let mut list = Self::new();
        list.extend(elements);
        list
    }
}

impl<T: Clone> From<Vec<T>> for List<T> {
    fn from(elements: Vec<T>) -> Self {
        elements.into_iter().collect()
    }
}

impl<T: Clone> From<List<T>> for Vec<T> {
    fn from(list: List<T>) -> Self {
        list.into_iter().collect()
    }
}

impl<T: Clone, const N: usize> From<[T; N]> for List<T> {
    fn from(elements: [T; N]) -> Self {
        elements.into_iter().collect()
    }
}
