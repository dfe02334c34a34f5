//! [`Elements`]: a sequence whose clone shares its elements; what
//! [`List`](super::List) and [`Text`](super::Text) are made of. Not public, and
//! without the conveniences of either.

mod leaf;
mod node;
mod size;
mod tree;

mod align;
mod iter;
mod range;
mod state;

#[cfg(test)]
pub(super) mod check;

use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;

pub use iter::{IntoIter, Iter};
pub(crate) use leaf::Leaf;
pub(crate) use range::resolve;
pub(crate) use size::{Unweighed, Weigh};

use leaf::{LEAST, SHORT, WIDTH, share_out};
use tree::{Tree, leaf_at};

/// A counted B+tree of up to 32 elements per leaf, the last of which is held
/// apart, as the tail.
///
/// Clones share every node; a change copies the nodes on the way to the element,
/// and only those that are shared. An element is found by its index and, with a
/// `W` that [weighs](Weigh) it, by the weight of what comes before it.
pub(crate) struct Elements<T, W = Unweighed> {
    front: Tree<T>,
    /// The end. Empty where there are no elements, and after the only element in
    /// it was popped.
    tail: Arc<Leaf<T>>,
    weigh: PhantomData<fn(&T) -> W>,
}

impl<T, W> Elements<T, W> {
    pub(crate) fn new() -> Self {
        Self::of(Tree::new(), Arc::new(Leaf::new()))
    }

    fn of(front: Tree<T>, tail: Arc<Leaf<T>>) -> Self {
        Self {
            front,
            tail,
            weigh: PhantomData,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.front.len() + self.tail.len()
    }

    /// Whether the two are clones, neither of which was changed since.
    pub(crate) fn ptr_eq(&self, other: &Self) -> bool {
        let same_front = match (&self.front.root, &other.front.root) {
            (None, None) => true,
            (Some(root), Some(other)) => root.node.address() == other.node.address(),
            _ => false,
        };
        same_front && Arc::ptr_eq(&self.tail, &other.tail)
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        let (leaf, within) = leaf_at(&self.front, &self.tail, index)?;
        leaf.items.get(within)
    }

    /// Where in the tail the element at `index` is or would be appended; none if
    /// it is before the tail.
    fn in_tail(&self, index: usize) -> Option<usize> {
        index.checked_sub(self.front.len())
    }
}

impl<T, W: Weigh<T>> Elements<T, W> {
    /// Leaves that are full enough, but for the last.
    pub(crate) fn from_leaves(mut leaves: Vec<Arc<Leaf<T>>>) -> Self {
        let tail = leaves.pop().unwrap_or_default();
        Self::of(Tree::from_leaves::<W>(leaves), tail)
    }

    /// The weight of all elements. O(1).
    pub(crate) fn weight(&self) -> usize {
        self.front.size().weight + self.tail.size::<W>().weight
    }

    /// The index of the element in which the weight `at` is, and how far into
    /// the element; none if it is at the end of all. O(log n).
    pub(crate) fn find(&self, at: usize) -> Option<(usize, usize)> {
        let Some(at) = at.checked_sub(self.front.size().weight) else {
            return self.front.find::<W>(at);
        };
        let (index, at) = self.tail.find::<W>(at)?;
        Some((self.front.len() + index, at))
    }
}

impl<T: Clone, W: Weigh<T>> Elements<T, W> {
    pub(crate) fn push(&mut self, element: T) {
        let is_shared = Arc::get_mut(&mut self.tail).is_none();
        if self.tail.is_full() || (is_shared && self.tail.len() >= SHORT) {
            self.flush_tail();
            self.tail = Arc::new(Leaf::of(element));
        } else {
            Arc::make_mut(&mut self.tail).items.push(element);
        }
    }

    pub(crate) fn pop(&mut self) -> Option<T> {
        if self.tail.len() == 0 {
            self.tail = self.front.pop_leaf::<W>()?;
        }
        Arc::make_mut(&mut self.tail).items.pop()
    }

    /// The caller checks `index`.
    pub(crate) fn insert(&mut self, index: usize, element: T) {
        let Some(index) = self.in_tail(index) else {
            return self.front.insert::<W>(index, element);
        };
        let items = &mut Arc::make_mut(&mut self.tail).items;
        items.insert(index, element);
        if items.len() > WIDTH {
            let items = items.split_off(WIDTH / 2);
            self.flush_tail();
            self.tail = Arc::new(Leaf { items });
        }
    }

    /// The caller checks `index`.
    pub(crate) fn remove(&mut self, index: usize) -> T {
        match self.in_tail(index) {
            None => self.front.remove::<W>(index),
            Some(index) => Arc::make_mut(&mut self.tail).items.remove(index),
        }
    }

    /// Puts an element in the place of another, which it returns. The caller
    /// checks `index`.
    pub(crate) fn replace(&mut self, index: usize, element: T) -> T {
        match self.in_tail(index) {
            None => self.front.replace::<W>(index, element),
            Some(index) => mem::replace(&mut Arc::make_mut(&mut self.tail).items[index], element),
        }
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        match self.in_tail(len) {
            None => {
                self.front.truncate::<W>(len);
                self.tail = self.front.pop_leaf::<W>().unwrap_or_default();
            }
            Some(len) if len < self.tail.len() => Arc::make_mut(&mut self.tail).items.truncate(len),
            Some(_) => {}
        }
    }

    /// The last element, to be changed.
    pub(crate) fn last_mut(&mut self) -> Option<&mut T> {
        if self.tail.len() == 0 {
            self.tail = self.front.pop_leaf::<W>()?;
        }
        // The tail's weight is written nowhere.
        Arc::make_mut(&mut self.tail).items.last_mut()
    }

    /// Moves the tail to the end of the tree, in which it is no longer the last
    /// leaf of all; the caller puts a new tail in its place.
    fn flush_tail(&mut self) {
        let total = |last: &Leaf<T>| last.len() + self.tail.len();
        let last = self.front.last_leaf();
        let last = last.filter(|last| last.len() < LEAST || total(last) <= WIDTH);
        if let Some(mut last) = last.cloned() {
            let (small, tail) = (Arc::make_mut(&mut last), Arc::make_mut(&mut self.tail));
            share_out(&mut small.items, &mut tail.items);
            self.front.pop_leaf::<W>();
            self.front.push_leaf::<W>(last);
        }
        if self.tail.len() > 0 {
            self.front.push_leaf::<W>(mem::take(&mut self.tail));
        }
    }
}

impl<T: Clone> Elements<T> {
    /// An element to be changed, which may change anything but its weight.
    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        match self.in_tail(index) {
            None => self.front.get_mut(index),
            Some(index) if index < self.tail.len() => {
                Arc::make_mut(&mut self.tail).items.get_mut(index)
            }
            Some(_) => None,
        }
    }
}

impl<T, W> Clone for Elements<T, W> {
    fn clone(&self) -> Self {
        Self::of(self.front.clone(), self.tail.clone())
    }
}

/// Appends a leaf; makes one of two, or both equally full, where one has too few
/// elements.
pub(crate) fn push_leaf<T: Clone>(leaves: &mut Vec<Arc<Leaf<T>>>, mut leaf: Arc<Leaf<T>>) {
    if let Some(last) = leaves.last_mut()
        && last.len().min(leaf.len()) < LEAST
    {
        if leaf.len() == 0 {
            return;
        }
        share_out(
            &mut Arc::make_mut(last).items,
            &mut Arc::make_mut(&mut leaf).items,
        );
    }
    if leaf.len() > 0 {
        leaves.push(leaf);
    }
}
