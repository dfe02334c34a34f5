//! [`Tree`]: the elements up to the tail, and the root's growing and
//! shrinking.

use std::sync::Arc;

use super::leaf::{Leaf, WIDTH};
use super::node::{Child, Node};
use super::size::{Size, Weigh};

/// A counted B+tree: leaves of elements under branches that know the
/// size of each child. All leaves are on one level, and only nodes on the
/// right edge are less than a third full.
#[derive(Debug)]
pub(super) struct Tree<T> {
    /// None if there are no elements.
    pub(super) root: Option<Child<T>>,
}

impl<T> Clone for Tree<T> {
    fn clone(&self) -> Self {
        Self {
            root: self.root.clone(),
        }
    }
}

impl<T> Tree<T> {
    pub(super) const fn new() -> Self {
        Self { root: None }
    }

    /// A tree of leaves that are full enough, but for the last.
    pub(super) fn from_leaves<W: Weigh<T>>(leaves: Vec<Arc<Leaf<T>>>) -> Self {
        let mut level: Vec<Child<T>> = leaves.into_iter().map(Child::leaf::<W>).collect();
        while level.len() > 1 {
            let mut children = level.into_iter();
            level = Vec::new();
            while children.len() > 0 {
                level.push(Child::above(children.by_ref().take(WIDTH).collect()));
            }
        }
        Self { root: level.pop() }
    }

    pub(super) fn len(&self) -> usize {
        self.size().len
    }

    pub(super) fn size(&self) -> Size {
        self.root.as_ref().map(|root| root.size).unwrap_or_default()
    }

    /// The element in which the weight `at` is, and how far into the element.
    pub(super) fn find<W: Weigh<T>>(&self, at: usize) -> Option<(usize, usize)> {
        self.root.as_ref()?.node.find::<W>(at)
    }

    /// The leaf with the element at `index`, and where in the leaf that is.
    pub(super) fn leaf_at(&self, index: usize) -> Option<(&Arc<Leaf<T>>, usize)> {
        let root = self.root.as_ref()?;
        (index < root.size.len).then(|| root.node.leaf_at(index))
    }

    pub(super) fn last_leaf(&self) -> Option<&Arc<Leaf<T>>> {
        Some(self.leaf_at(self.len().checked_sub(1)?)?.0)
    }

    /// Appends a leaf that is not empty.
    pub(super) fn push_leaf<W: Weigh<T>>(&mut self, leaf: Arc<Leaf<T>>) {
        let Some(root) = &mut self.root else {
            self.root = Some(Child::leaf::<W>(leaf));
            return;
        };
        let added = leaf.size::<W>();
        match root.node.push_leaf::<W>(leaf) {
            None => root.size += added,
            Some(sibling) => self.grow(sibling),
        }
    }

    pub(super) fn pop_leaf<W: Weigh<T>>(&mut self) -> Option<Arc<Leaf<T>>> {
        let root = self.root.as_mut()?;
        if let Some(leaf) = root.node.pop_leaf::<W>() {
            root.size -= leaf.size::<W>();
            self.shrink();
            return Some(leaf);
        }
        match self.root.take()?.node {
            Node::Leaf(leaf) => Some(leaf),
            Node::Branch(_) => unreachable!("a branch gives up a leaf"),
        }
    }

    pub(super) fn into_leaves(self) -> Vec<Arc<Leaf<T>>> {
        let mut leaves = Vec::new();
        if let Some(root) = self.root {
            root.node.into_leaves(&mut leaves);
        }
        leaves
    }

    /// Puts a root above the old one and its new sibling to the right.
    fn grow(&mut self, sibling: Child<T>) {
        let mut children = Vec::with_capacity(WIDTH);
        children.extend(self.root.take());
        // Only what the sibling did not take along is still below the old root,
        // which says so already.
        children.push(sibling);
        self.root = Some(Child::above(children));
    }

    /// Takes off roots that have one child or none.
    fn shrink(&mut self) {
        while let Some(root) = &self.root {
            match (root.size.len, root.node.children()) {
                (0, _) => self.root = None,
                (_, [only]) => self.root = Some(only.clone()),
                _ => return,
            }
        }
    }
}

impl<T: Clone> Tree<T> {
    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        let root = self.root.as_mut()?;
        (index < root.size.len).then(|| root.node.get_mut(index))
    }

    /// Inserts before an element of the tree, so that there is a root.
    pub(super) fn insert<W: Weigh<T>>(&mut self, index: usize, element: T) {
        let root = self
            .root
            .as_mut()
            .expect("the element after is in the tree");
        let added = Size::of::<T, W>(&element);
        let sibling = root.node.insert::<W>(index, element);
        root.size += added;
        if let Some(sibling) = sibling {
            root.size -= sibling.size;
            self.grow(sibling);
        }
    }

    pub(super) fn remove<W: Weigh<T>>(&mut self, index: usize) -> T {
        let root = self.root.as_mut().expect("the element is in the tree");
        let element = root.node.remove::<W>(index);
        root.size -= Size::of::<T, W>(&element);
        self.shrink();
        element
    }

    pub(super) fn replace<W: Weigh<T>>(&mut self, index: usize, element: T) -> T {
        let root = self.root.as_mut().expect("the element is in the tree");
        let added = Size::of::<T, W>(&element);
        let replaced = root.node.replace::<W>(index, element);
        root.size += added;
        root.size -= Size::of::<T, W>(&replaced);
        replaced
    }

    /// Keeps the first `len` elements, of which the tree has more.
    pub(super) fn truncate<W: Weigh<T>>(&mut self, len: usize) {
        if len == 0 {
            self.root = None;
        } else if let Some(root) = &mut self.root {
            root.node.truncate::<W>(len);
            root.size = root.node.size::<W>();
            self.shrink();
        }
    }
}

/// The leaf with the element at `index` of a tree and the tail that follows it,
/// and where in the leaf that is.
pub(super) fn leaf_at<'a, T>(
    front: &'a Tree<T>,
    tail: &'a Arc<Leaf<T>>,
    index: usize,
) -> Option<(&'a Arc<Leaf<T>>, usize)> {
    match index.checked_sub(front.len()) {
        None => front.leaf_at(index),
        Some(index) => (index < tail.len()).then_some((tail, index)),
    }
}
