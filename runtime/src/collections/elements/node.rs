//! [`Node`]: a subtree, and what is done inside it. The root's own growing and
//! shrinking is [`Tree`](super::tree::Tree)'s part.
//!
//! Every function that may run an element's `Clone` does so before it changes a
//! count or moves an element, so that a panic there leaves the tree as it was.

use std::mem;
use std::sync::Arc;

use super::leaf::{LEAST, Leaf, WIDTH, share_out};
use super::size::{Size, Weigh};

/// A subtree. Cloning it shares it.
#[derive(Debug)]
pub(super) enum Node<T> {
    Leaf(Arc<Leaf<T>>),
    Branch(Arc<Branch<T>>),
}

/// A node whose children are all one level lower.
#[derive(Debug)]
pub(super) struct Branch<T> {
    /// How many levels there are below.
    pub(super) height: usize,
    pub(super) children: Vec<Child<T>>,
}

/// A subtree with the size of its elements.
#[derive(Debug)]
pub(super) struct Child<T> {
    pub(super) size: Size,
    pub(super) node: Node<T>,
}

impl<T> Clone for Node<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Leaf(leaf) => Self::Leaf(Arc::clone(leaf)),
            Self::Branch(branch) => Self::Branch(Arc::clone(branch)),
        }
    }
}

impl<T> Clone for Child<T> {
    fn clone(&self) -> Self {
        Self {
            size: self.size,
            node: self.node.clone(),
        }
    }
}

impl<T> Clone for Branch<T> {
    fn clone(&self) -> Self {
        let mut children = Vec::with_capacity(WIDTH);
        children.extend_from_slice(&self.children);
        Self {
            height: self.height,
            children,
        }
    }
}

impl<T> Child<T> {
    pub(super) fn leaf<W: Weigh<T>>(leaf: Arc<Leaf<T>>) -> Self {
        Self {
            size: leaf.size::<W>(),
            node: Node::Leaf(leaf),
        }
    }

    /// A branch above children of one height, of which there is at least one.
    pub(super) fn above(children: Vec<Self>) -> Self {
        let height = children.first().map_or(0, |child| child.node.height()) + 1;
        Self {
            size: size_of(&children),
            node: Node::Branch(Arc::new(Branch { height, children })),
        }
    }
}

impl<T> Node<T> {
    pub(super) fn height(&self) -> usize {
        match self {
            Self::Leaf(_) => 0,
            Self::Branch(branch) => branch.height,
        }
    }

    /// How many elements a leaf, how many children a branch has.
    pub(super) fn fill(&self) -> usize {
        match self {
            Self::Leaf(leaf) => leaf.len(),
            Self::Branch(branch) => branch.children.len(),
        }
    }

    pub(super) fn children(&self) -> &[Child<T>] {
        match self {
            Self::Leaf(_) => &[],
            Self::Branch(branch) => &branch.children,
        }
    }

    pub(super) fn size<W: Weigh<T>>(&self) -> Size {
        match self {
            Self::Leaf(leaf) => leaf.size::<W>(),
            Self::Branch(branch) => size_of(&branch.children),
        }
    }

    /// Where the node is in memory: the same for two nodes only if they are one.
    pub(super) fn address(&self) -> usize {
        match self {
            Self::Leaf(leaf) => Arc::as_ptr(leaf).addr(),
            Self::Branch(branch) => Arc::as_ptr(branch).addr(),
        }
    }

    /// The leaf with the element at `index`, and where in the leaf that is.
    pub(super) fn leaf_at(&self, mut index: usize) -> (&Arc<Leaf<T>>, usize) {
        let mut node = self;
        loop {
            match node {
                Self::Leaf(leaf) => return (leaf, index),
                Self::Branch(branch) => {
                    let (child, within) = branch.locate(index);
                    node = &branch.children[child].node;
                    index = within;
                }
            }
        }
    }

    /// The element in which the weight `at` is, and how far into the element.
    pub(super) fn find<W: Weigh<T>>(&self, mut at: usize) -> Option<(usize, usize)> {
        let mut index = 0;
        let mut node = self;
        loop {
            match node {
                Self::Leaf(leaf) => {
                    let (within, at) = leaf.find::<W>(at)?;
                    return Some((index + within, at));
                }
                Self::Branch(branch) => {
                    let (child, before) = branch.find(at)?;
                    index += before.len;
                    at -= before.weight;
                    node = &child.node;
                }
            }
        }
    }

    /// Appends a leaf; gives back a sibling to the right if there was no room.
    pub(super) fn push_leaf<W: Weigh<T>>(&mut self, leaf: Arc<Leaf<T>>) -> Option<Child<T>> {
        let Self::Branch(branch) = self else {
            return Some(Child::leaf::<W>(leaf));
        };
        let added = leaf.size::<W>();
        let branch = Arc::make_mut(branch);
        let last = branch.children.last_mut().expect("a branch has children");
        let Some(sibling) = last.node.push_leaf::<W>(leaf) else {
            last.size += added;
            return None;
        };
        if branch.children.len() < WIDTH {
            branch.children.push(sibling);
            return None;
        }
        Some(Child::above(vec![sibling]))
    }

    /// Takes off the last leaf; none if this is a leaf, which is then the last.
    pub(super) fn pop_leaf<W: Weigh<T>>(&mut self) -> Option<Arc<Leaf<T>>> {
        let Self::Branch(branch) = self else {
            return None;
        };
        let children = &mut Arc::make_mut(branch).children;
        let last = children.last_mut().expect("a branch has children");
        if let Some(leaf) = last.node.pop_leaf::<W>() {
            last.size -= leaf.size::<W>();
            if last.size.len == 0 {
                children.pop();
            }
            return Some(leaf);
        }
        match children.pop()?.node {
            Self::Leaf(leaf) => Some(leaf),
            Self::Branch(_) => unreachable!("a branch gives up a leaf"),
        }
    }

    /// Appends the subtree's leaves, its own where nobody shares them.
    pub(super) fn into_leaves(self, leaves: &mut Vec<Arc<Leaf<T>>>) {
        match self {
            Self::Leaf(leaf) => leaves.push(leaf),
            Self::Branch(branch) => {
                for child in Arc::unwrap_or_clone(branch).children {
                    child.node.into_leaves(leaves);
                }
            }
        }
    }
}

impl<T: Clone> Node<T> {
    pub(super) fn get_mut(&mut self, mut index: usize) -> &mut T {
        let mut node = self;
        loop {
            match node {
                Self::Leaf(leaf) => return &mut Arc::make_mut(leaf).items[index],
                Self::Branch(branch) => {
                    let (child, within) = branch.locate(index);
                    node = &mut Arc::make_mut(branch).children[child].node;
                    index = within;
                }
            }
        }
    }

    /// Inserts an element; gives back the right half of a node that had no room.
    pub(super) fn insert<W: Weigh<T>>(&mut self, index: usize, element: T) -> Option<Child<T>> {
        match self {
            Self::Leaf(leaf) => {
                let items = &mut Arc::make_mut(leaf).items;
                items.insert(index, element);
                let items = split_if_too_full(items)?;
                Some(Child::leaf::<W>(Arc::new(Leaf { items })))
            }
            Self::Branch(branch) => {
                let branch = Arc::make_mut(branch);
                let (at, within) = branch.locate_gap(index);
                let child = &mut branch.children[at];
                let added = Size::of::<T, W>(&element);
                let sibling = child.node.insert::<W>(within, element);
                child.size += added;
                let sibling = sibling?;
                child.size -= sibling.size;
                branch.children.insert(at + 1, sibling);
                split_if_too_full(&mut branch.children).map(Child::above)
            }
        }
    }

    /// Removes an element; the node may be left empty on the tree's right edge.
    pub(super) fn remove<W: Weigh<T>>(&mut self, index: usize) -> T {
        match self {
            Self::Leaf(leaf) => Arc::make_mut(leaf).items.remove(index),
            Self::Branch(branch) => {
                let branch = Arc::make_mut(branch);
                let (mut at, mut within) = branch.locate(index);
                if branch.children[at].node.fill() <= LEAST && branch.children.len() > 1 {
                    branch.fill_up::<W>(at);
                    (at, within) = branch.locate(index);
                }
                let child = &mut branch.children[at];
                let element = child.node.remove::<W>(within);
                child.size -= Size::of::<T, W>(&element);
                if child.size.len == 0 {
                    branch.children.remove(at);
                }
                element
            }
        }
    }

    /// Puts an element in the place of another, which it returns.
    pub(super) fn replace<W: Weigh<T>>(&mut self, index: usize, element: T) -> T {
        match self {
            Self::Leaf(leaf) => mem::replace(&mut Arc::make_mut(leaf).items[index], element),
            Self::Branch(branch) => {
                let branch = Arc::make_mut(branch);
                let (at, within) = branch.locate(index);
                let child = &mut branch.children[at];
                let added = Size::of::<T, W>(&element);
                let replaced = child.node.replace::<W>(within, element);
                child.size += added;
                child.size -= Size::of::<T, W>(&replaced);
                replaced
            }
        }
    }

    /// Keeps the first `len` elements, of which there is at least one.
    pub(super) fn truncate<W: Weigh<T>>(&mut self, len: usize) {
        match self {
            Self::Leaf(leaf) => Arc::make_mut(leaf).items.truncate(len),
            Self::Branch(branch) => {
                let branch = Arc::make_mut(branch);
                let (last, within) = branch.locate_gap(len);
                let child = &mut branch.children[last];
                if within < child.size.len {
                    child.node.truncate::<W>(within);
                    child.size = child.node.size::<W>();
                }
                branch.children.truncate(last + 1);
            }
        }
    }
}

impl<T> Branch<T> {
    /// The child with the element at `index`, and where in the child that is.
    fn locate(&self, mut index: usize) -> (usize, usize) {
        for (at, child) in self.children.iter().enumerate() {
            if index < child.size.len {
                return (at, index);
            }
            index -= child.size.len;
        }
        unreachable!("an index is checked against the length of the list")
    }

    /// The child in which the weight `at` is, and the size of those before.
    fn find(&self, at: usize) -> Option<(&Child<T>, Size)> {
        let mut before = Size::default();
        for child in &self.children {
            if at - before.weight < child.size.weight {
                return Some((child, before));
            }
            before += child.size;
        }
        None
    }

    /// The child with the gap before `index`: the end of a child rather than the
    /// start of the next.
    fn locate_gap(&self, index: usize) -> (usize, usize) {
        match index.checked_sub(1) {
            None => (0, 0),
            Some(before) => {
                let (at, within) = self.locate(before);
                (at, within + 1)
            }
        }
    }
}

impl<T: Clone> Branch<T> {
    /// Makes one of a child and the one next to it, or both equally full.
    fn fill_up<W: Weigh<T>>(&mut self, at: usize) {
        let left = at.saturating_sub(1);
        let [left_child, right_child] = &mut self.children[left..left + 2] else {
            unreachable!("a range of two");
        };
        match (&mut left_child.node, &mut right_child.node) {
            (Node::Leaf(left), Node::Leaf(right)) => {
                let (left, right) = (Arc::make_mut(left), Arc::make_mut(right));
                share_out(&mut left.items, &mut right.items);
                left_child.size = left.size::<W>();
                right_child.size = right.size::<W>();
            }
            (Node::Branch(left), Node::Branch(right)) => {
                let (left, right) = (Arc::make_mut(left), Arc::make_mut(right));
                share_out(&mut left.children, &mut right.children);
                left_child.size = size_of(&left.children);
                right_child.size = size_of(&right.children);
            }
            _ => unreachable!("the children of a branch are of one height"),
        }
        if right_child.size.len == 0 {
            self.children.remove(left + 1);
        }
    }
}

fn size_of<T>(children: &[Child<T>]) -> Size {
    children.iter().map(|child| child.size).sum()
}

fn split_if_too_full<I>(items: &mut Vec<I>) -> Option<Vec<I>> {
    (items.len() > WIDTH).then(|| items.split_off(items.len() / 2))
}
