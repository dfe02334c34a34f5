//! [`List`]: a vector whose clone shares its elements. Its order is its only
//! structure: it finds nothing by key.

mod leaf;
mod node;
mod tree;

mod bulk;
mod iter;
mod range;

mod access;
mod align;
mod edits;
mod state;

#[cfg(test)]
mod arbitrary;
mod wire;

#[cfg(test)]
mod tests;

use std::mem;
use std::sync::Arc;

pub use iter::{IntoIter, Iter};
pub(super) use range::resolve;

use leaf::{LEAST, Leaf, WIDTH, share_out};
use tree::Tree;

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
    front: Tree<T>,
    /// The end of the list. Empty in an empty list, and after the only element
    /// in it was popped.
    tail: Arc<Leaf<T>>,
}

impl<T> List<T> {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self {
            front: Tree::new(),
            tail: Arc::new(Leaf::new()),
        }
    }

    /// The number of elements. O(1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.front.len() + self.tail.len()
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

    /// Whether the two lists are clones, neither of which was changed since.
    /// O(1).
    ///
    /// Lists that are not may have the same elements nevertheless.
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        let same_front = match (&self.front.root, &other.front.root) {
            (None, None) => true,
            (Some(root), Some(other)) => root.node.address() == other.node.address(),
            _ => false,
        };
        same_front && Arc::ptr_eq(&self.tail, &other.tail)
    }

    /// The leaf with the element at `index`, and where in the leaf that is.
    fn leaf_at(&self, index: usize) -> Option<(&Arc<Leaf<T>>, usize)> {
        match index.checked_sub(self.front.len()) {
            None => self.front.leaf_at(index),
            Some(index) => (index < self.tail.len()).then_some((&self.tail, index)),
        }
    }
}

impl<T: Clone> List<T> {
    /// Appends an element. O(1) amortized, whatever the length.
    pub fn push(&mut self, element: T) {
        if self.tail.is_full() {
            self.flush_tail();
            self.tail = Arc::new(Leaf::of(element));
        } else {
            Arc::make_mut(&mut self.tail).items.push(element);
        }
    }

    /// Removes the last element. O(1) amortized.
    pub fn pop(&mut self) -> Option<T> {
        if self.tail.len() == 0 {
            self.tail = self.front.pop_leaf()?;
        }
        Arc::make_mut(&mut self.tail).items.pop()
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
        match index.checked_sub(self.front.len()) {
            None => self.front.insert(index, element),
            Some(index) => {
                let items = &mut Arc::make_mut(&mut self.tail).items;
                items.insert(index, element);
                if items.len() > WIDTH {
                    let items = items.split_off(WIDTH / 2);
                    self.flush_tail();
                    self.tail = Arc::new(Leaf { items });
                }
            }
        }
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
        match index.checked_sub(self.front.len()) {
            None => self.front.remove(index),
            Some(index) => Arc::make_mut(&mut self.tail).items.remove(index),
        }
    }

    /// Keeps the first `len` elements; does nothing if there are no more.
    /// O(log n), and dropping those that no clone shares.
    pub fn truncate(&mut self, len: usize) {
        match len.checked_sub(self.front.len()) {
            None => {
                self.front.truncate(len);
                self.tail = self.front.pop_leaf().unwrap_or_default();
            }
            Some(len) if len < self.tail.len() => Arc::make_mut(&mut self.tail).items.truncate(len),
            Some(_) => {}
        }
    }

    /// Moves the tail to the end of the tree, in which it is no longer the last
    /// leaf of the list; the caller puts a new tail in its place.
    fn flush_tail(&mut self) {
        let last = self.front.last_leaf().filter(|leaf| leaf.len() < LEAST);
        if let Some(mut last) = last.cloned() {
            let (small, tail) = (Arc::make_mut(&mut last), Arc::make_mut(&mut self.tail));
            share_out(&mut small.items, &mut tail.items);
            self.front.pop_leaf();
            self.front.push_leaf(last);
        }
        if self.tail.len() > 0 {
            self.front.push_leaf(mem::take(&mut self.tail));
        }
    }
}
