//! [`Iter`] and [`IntoIter`]: elements in order, from both ends.

use std::fmt;
use std::iter::FusedIterator;
use std::ops::{Range, RangeBounds};
use std::sync::Arc;
use std::{slice, vec};

use super::leaf::Leaf;
use super::tree::{Tree, leaf_at};
use super::{Elements, resolve};

impl<T, W> Elements<T, W> {
    pub(crate) fn iter(&self) -> Iter<'_, T> {
        self.range(..)
    }

    #[track_caller]
    pub(crate) fn range(&self, range: impl RangeBounds<usize>) -> Iter<'_, T> {
        Iter {
            tree: &self.front,
            tail: &self.tail,
            middle: resolve(&range, self.len()),
            front: [].iter(),
            back: [].iter(),
        }
    }

    /// The leaves in order, the tail last.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = &Arc<Leaf<T>>> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let (leaf, _) = leaf_at(&self.front, &self.tail, next)?;
            next += leaf.len();
            Some(leaf)
        })
    }
}

/// The elements of a list or of a range of it, made by
/// [`List::iter`](crate::List::iter) and [`List::range`](crate::List::range).
pub struct Iter<'a, T> {
    tree: &'a Tree<T>,
    tail: &'a Arc<Leaf<T>>,
    /// What is in neither of the two slices.
    middle: Range<usize>,
    /// The rest of the leaf that the front is in.
    front: slice::Iter<'a, T>,
    /// The rest of the leaf that the back is in.
    back: slice::Iter<'a, T>,
}

impl<T> Iter<'_, T> {
    /// Takes what is left of the leaf with the middle's first element.
    fn advance_front(&mut self) -> Option<()> {
        let (leaf, start) = leaf_at(self.tree, self.tail, self.middle.start)?;
        let end = leaf.len().min(start + self.middle.len());
        self.front = leaf.items[start..end].iter();
        self.middle.start += end - start;
        Some(())
    }

    /// Takes what is left of the leaf with the middle's last element.
    fn advance_back(&mut self) -> Option<()> {
        let (leaf, last) = leaf_at(self.tree, self.tail, self.middle.end.checked_sub(1)?)?;
        let start = (last + 1).saturating_sub(self.middle.len());
        self.back = leaf.items[start..=last].iter();
        self.middle.end -= last + 1 - start;
        Some(())
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        if let Some(element) = self.front.next() {
            return Some(element);
        }
        if self.middle.is_empty() {
            return self.back.next();
        }
        self.advance_front()?;
        self.front.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.front.len() + self.middle.len() + self.back.len();
        (len, Some(len))
    }

    /// O(log n), as it skips without a look.
    fn nth(&mut self, n: usize) -> Option<&'a T> {
        let Some(n) = n.checked_sub(self.front.len()) else {
            return self.front.nth(n);
        };
        self.front = [].iter();
        match n.checked_sub(self.middle.len()) {
            None => {
                self.middle.start += n;
                self.next()
            }
            Some(n) => {
                self.middle.start = self.middle.end;
                self.back.nth(n)
            }
        }
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if let Some(element) = self.back.next_back() {
            return Some(element);
        }
        if self.middle.is_empty() {
            return self.front.next_back();
        }
        self.advance_back()?;
        self.back.next_back()
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

impl<T> FusedIterator for Iter<'_, T> {}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self {
            tree: self.tree,
            tail: self.tail,
            middle: self.middle.clone(),
            front: self.front.clone(),
            back: self.back.clone(),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.clone()).finish()
    }
}

/// The elements of a list that is used up. Those that a clone of the list
/// shares are cloned, the others are moved.
#[derive(Debug)]
pub struct IntoIter<T> {
    len: usize,
    leaves: vec::IntoIter<Arc<Leaf<T>>>,
    front: vec::IntoIter<T>,
    back: vec::IntoIter<T>,
}

impl<T: Clone> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let element = loop {
            if let Some(element) = self.front.next() {
                break element;
            }
            match self.leaves.next() {
                Some(leaf) => self.front = Arc::unwrap_or_clone(leaf).items.into_iter(),
                None => break self.back.next()?,
            }
        };
        self.len -= 1;
        Some(element)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len, Some(self.len))
    }
}

impl<T: Clone> DoubleEndedIterator for IntoIter<T> {
    fn next_back(&mut self) -> Option<T> {
        let element = loop {
            if let Some(element) = self.back.next_back() {
                break element;
            }
            match self.leaves.next_back() {
                Some(leaf) => self.back = Arc::unwrap_or_clone(leaf).items.into_iter(),
                None => break self.front.next_back()?,
            }
        };
        self.len -= 1;
        Some(element)
    }
}

impl<T: Clone> ExactSizeIterator for IntoIter<T> {}

impl<T: Clone> FusedIterator for IntoIter<T> {}

impl<T, W> Elements<T, W> {
    pub(crate) fn into_iter(self) -> IntoIter<T> {
        let len = self.len();
        let mut leaves = self.front.into_leaves();
        leaves.push(self.tail);
        IntoIter {
            len,
            leaves: leaves.into_iter(),
            front: Vec::new().into_iter(),
            back: Vec::new().into_iter(),
        }
    }
}
