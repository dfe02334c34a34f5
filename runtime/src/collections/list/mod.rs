//! [`List`]: a vector whose clone shares its elements. Its order is its only
//! structure: it finds nothing by key.

mod access;
mod bulk;
mod state;

#[cfg(any(test, feature = "proptest"))]
mod arbitrary;
mod wire;

#[cfg(test)]
mod tests;

use std::ops::RangeBounds;

use super::elements::Elements;

pub use super::elements::{IntoIter, Iter};

/// A vector for state that grows: cloned in constant time, changed in
/// logarithmic time, compared at the cost of what changed.
///
/// It is a counted B+tree of up to 32 elements per leaf, the last of which is
/// held apart, as the tail. Clones share every node; a change copies the nodes
/// on the way to the element, and only those that are shared. The time of an
/// operation is given for `n` elements; where nodes are shared, a leaf's
/// elements are cloned as well, once.
///
/// The names, results and panics are those of [`Vec`]. Where a function says no
/// more than its name, see the one there.
///
/// ```
/// use stagedoor::List;
///
/// let mut draft: List<u32> = (0..1_000_000).collect();
/// let committed = draft.clone();
/// draft.push(7);
/// draft[500] = 7;
/// assert_eq!(committed.len(), 1_000_000);
/// assert_eq!(committed[500], 500);
/// assert_eq!(draft.range(499..502).collect::<Vec<_>>(), [&499, &7, &501]);
/// ```
pub struct List<T> {
    elements: Elements<T>,
}

impl<T> List<T> {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self {
            elements: Elements::new(),
        }
    }

    /// The number of elements. O(1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there are no elements. O(1).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes all elements. O(1), and dropping those that no clone shares.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// The elements in order. O(1), and O(1) amortized for each.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, T> {
        self.elements.iter()
    }

    /// The elements at the indices in `range`. O(1), then O(log n) for the first
    /// and O(1) amortized for each.
    ///
    /// # Panics
    ///
    /// If the range starts after its end or ends after the list.
    #[must_use]
    #[track_caller]
    pub fn range(&self, range: impl RangeBounds<usize>) -> Iter<'_, T> {
        self.elements.range(range)
    }

    /// Whether the two lists are clones, neither of which was changed since.
    /// O(1).
    ///
    /// Lists that are not may have the same elements nevertheless.
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.elements.ptr_eq(&other.elements)
    }
}

impl<T: Clone> List<T> {
    /// Appends an element. O(1) amortized, whatever the length.
    pub fn push(&mut self, element: T) {
        self.elements.push(element);
    }

    /// Removes the last element. O(1) amortized.
    pub fn pop(&mut self) -> Option<T> {
        self.elements.pop()
    }

    /// Inserts an element before the one at `index`. O(log n).
    ///
    /// # Panics
    ///
    /// If `index` is greater than the length.
    #[track_caller]
    pub fn insert(&mut self, index: usize, element: T) {
        let len = self.len();
        assert!(
            index <= len,
            "insertion index (is {index}) should be <= len (is {len})"
        );
        self.elements.insert(index, element);
    }

    /// Removes the element at `index` and returns it. O(log n).
    ///
    /// # Panics
    ///
    /// If `index` is not less than the length.
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        let len = self.len();
        assert!(
            index < len,
            "removal index (is {index}) should be < len (is {len})"
        );
        self.elements.remove(index)
    }

    /// Keeps the first `len` elements; does nothing if there are no more.
    /// O(log n), and dropping those that no clone shares.
    pub fn truncate(&mut self, len: usize) {
        self.elements.truncate(len);
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T: Clone> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    /// O(n / 32) at first, then O(1) for each.
    fn into_iter(self) -> IntoIter<T> {
        self.elements.into_iter()
    }
}
