//! [`Tree`]: the elements of a list up to its tail, and the root's growing and
//! shrinking.

use std::sync::Arc;

use super::leaf::{Leaf, WIDTH};
use super::node::{Child, Node};

/// A counted B+tree: leaves of elements under branches that know how many
/// elements each child has. All leaves are on one level, and only nodes on the
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
    pub(super) fn from_leaves(leaves: Vec<Arc<Leaf<T>>>) -> Self {
        let mut level: Vec<Child<T>> = leaves.into_iter().map(Child::from).collect();
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
        self.root.as_ref().map_or(0, |root| root.len)
    }

    /// The leaf with the element at `index`, and where in the leaf that is.
    pub(super) fn leaf_at(&self, index: usize) -> Option<(&Arc<Leaf<T>>, usize)> {
        let root = self.root.as_ref()?;
        (index < root.len).then(|| root.node.leaf_at(index))
    }

    pub(super) fn last_leaf(&self) -> Option<&Arc<Leaf<T>>> {
        Some(self.leaf_at(self.len().checked_sub(1)?)?.0)
    }

    /// Appends a leaf that is not empty.
    pub(super) fn push_leaf(&mut self, leaf: Arc<Leaf<T>>) {
        let Some(root) = &mut self.root else {
            self.root = Some(leaf.into());
            return;
        };
        let added = leaf.len();
        match root.node.push_leaf(leaf) {
            None => root.len += added,
            Some(sibling) => self.grow(sibling),
        }
    }

    pub(super) fn pop_leaf(&mut self) -> Option<Arc<Leaf<T>>> {
        let root = self.root.as_mut()?;
        if let Some(leaf) = root.node.pop_leaf() {
            root.len -= leaf.len();
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
            match (root.len, root.node.children()) {
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
        (index < root.len).then(|| root.node.get_mut(index))
    }

    /// Inserts before an element of the tree, so that there is a root.
    pub(super) fn insert(&mut self, index: usize, element: T) {
        let root = self
            .root
            .as_mut()
            .expect("the element after is in the tree");
        let sibling = root.node.insert(index, element);
        root.len += 1;
        if let Some(sibling) = sibling {
            root.len -= sibling.len;
            self.grow(sibling);
        }
    }

    pub(super) fn remove(&mut self, index: usize) -> T {
        let root = self.root.as_mut().expect("the element is in the tree");
        let element = root.node.remove(index);
        root.len -= 1;
        self.shrink();
        element
    }

    /// Keeps the first `len` elements, of which the tree has more.
    pub(super) fn truncate(&mut self, len: usize) {
        if len == 0 {
            self.root = None;
        } else if let Some(root) = &mut self.root {
            root.node.truncate(len);
            root.len = len;
            self.shrink();
        }
    }
}
