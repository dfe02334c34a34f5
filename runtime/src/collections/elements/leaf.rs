//! [`Leaf`]: a run of elements, and how full the nodes of the tree may be.
//! Knows nothing of the tree above it.

use std::mem;

use super::size::{Size, Weigh};

/// The most elements of a leaf and the most children of a branch.
///
/// Wide, a copied path costs more; narrow, a lookup does. The unit tests use
/// narrow nodes, so that short lists are deep trees.
pub(crate) const WIDTH: usize = if cfg!(test) { 6 } else { 32 };

/// The fewest, except on the right edge of the tree, where lists grow.
///
/// Less than half, so that two nodes that were too full to be made one can
/// both lose a child before they are looked at again.
pub(crate) const LEAST: usize = WIDTH / 3;

/// How long a tail may become that is copied for each element that is pushed.
///
/// Pushed one at a time, each time onto a clone, an element is cloned 6 times
/// until its leaf is full, rather than 16 times with tails as long as leaves.
pub(super) const SHORT: usize = WIDTH / 4;

/// A run of elements that stand next to each other.
#[derive(Debug)]
pub(crate) struct Leaf<T> {
    pub(crate) items: Vec<T>,
}

impl<T> Leaf<T> {
    pub(super) const fn new() -> Self {
        Self { items: Vec::new() }
    }

    pub(super) fn of(item: T) -> Self {
        let mut items = Vec::with_capacity(WIDTH);
        items.push(item);
        Self { items }
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn size<W: Weigh<T>>(&self) -> Size {
        self.items.iter().map(Size::of::<T, W>).sum()
    }

    /// The element in which the weight `at` is, and how far into the element.
    pub(super) fn find<W: Weigh<T>>(&self, mut at: usize) -> Option<(usize, usize)> {
        for (index, item) in self.items.iter().enumerate() {
            let weight = W::weigh(item);
            if at < weight {
                return Some((index, at));
            }
            at -= weight;
        }
        None
    }

    pub(super) fn is_full(&self) -> bool {
        self.items.len() >= WIDTH
    }
}

impl<T> Default for Leaf<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Clone> Clone for Leaf<T> {
    /// Leaves room for one more element: a leaf is copied to be changed.
    fn clone(&self) -> Self {
        let capacity = (self.len() + 1).next_power_of_two().min(WIDTH);
        let mut items = Vec::with_capacity(capacity.max(self.len()));
        items.extend_from_slice(&self.items);
        Self { items }
    }
}

/// Moves everything to the left where one node can hold it, else half to each.
pub(crate) fn share_out<I>(left: &mut Vec<I>, right: &mut Vec<I>) {
    let total = left.len() + right.len();
    if total <= WIDTH {
        left.append(right);
    } else if left.len() > total / 2 {
        let moved = left.split_off(total / 2);
        let rest = mem::replace(right, moved);
        right.extend(rest);
    } else {
        let missing = total / 2 - left.len();
        left.extend(right.drain(..missing));
    }
}
