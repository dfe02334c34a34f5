//! What two versions of the same [`Elements`] share, found by the addresses of nodes.
//! Never looks at an element.

use std::collections::HashMap;
use std::ptr;

use super::Elements;
use super::leaf::Leaf;
use super::node::{Branch, Child, Node};

/// A run of old leaves in whose place there are new ones.
pub(super) struct Gap<'a, T> {
    pub(super) old: Vec<&'a Leaf<T>>,
    pub(super) new: Vec<&'a Leaf<T>>,
    /// The index of the run's first element among the new elements.
    pub(super) start: usize,
}

impl<'a, T> Gap<'a, T> {
    pub(super) fn old_elements(&self) -> impl Iterator<Item = &'a T> {
        self.old.iter().flat_map(|leaf| &leaf.items)
    }

    pub(super) fn new_elements(&self) -> impl Iterator<Item = &'a T> {
        self.new.iter().flat_map(|leaf| &leaf.items)
    }

    /// Whether what comes after the gap has other indices than it had.
    pub(super) fn is_shift(&self) -> bool {
        self.old_elements().count() != self.new_elements().count()
    }
}

/// The places, from left to right, at which the two do not share their leaves.
///
/// A shared subtree is passed over as a whole, also where it has moved: the two
/// trees are opened level by level, and only where no node of one is a node of
/// the other. That costs O(log n) for each leaf that is not shared.
///
/// No operation moves a leaf past another or has it twice. So the nodes that
/// are found on both sides are there in one order, and need no search for the
/// best one; any other order is correct as well, but finds less.
pub(super) fn gaps<'a, T, W>(old: &'a Elements<T, W>, new: &'a Elements<T, W>) -> Vec<Gap<'a, T>> {
    let mut alignment = Alignment {
        position: 0,
        gaps: Vec::new(),
    };
    alignment.align(&pieces(old), &pieces(new));
    alignment.gaps
}

/// A subtree, with its length: what is passed over is not looked at.
struct Piece<'a, T> {
    len: usize,
    node: PieceNode<'a, T>,
}

enum PieceNode<'a, T> {
    Leaf(&'a Leaf<T>),
    Branch(&'a Branch<T>),
}

impl<T> Clone for Piece<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Piece<'_, T> {}

impl<T> Clone for PieceNode<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PieceNode<'_, T> {}

impl<'a, T> Piece<'a, T> {
    fn of_child(child: &'a Child<T>) -> Self {
        let node = match &child.node {
            Node::Leaf(leaf) => PieceNode::Leaf(leaf),
            Node::Branch(branch) => PieceNode::Branch(branch),
        };
        Self {
            len: child.size.len,
            node,
        }
    }

    fn address(self) -> usize {
        match self.node {
            PieceNode::Leaf(leaf) => ptr::from_ref(leaf).addr(),
            PieceNode::Branch(branch) => ptr::from_ref(branch).addr(),
        }
    }

    fn height(self) -> usize {
        match self.node {
            PieceNode::Leaf(_) => 0,
            PieceNode::Branch(branch) => branch.height,
        }
    }
}

fn pieces<T, W>(elements: &Elements<T, W>) -> Vec<Piece<'_, T>> {
    let tail = Piece {
        len: elements.tail.len(),
        node: PieceNode::Leaf(&elements.tail),
    };
    let front = elements.front.root.as_ref().map(Piece::of_child);
    front.into_iter().chain([tail]).collect()
}

struct Alignment<'a, T> {
    /// How many of the new elements are behind.
    position: usize,
    gaps: Vec<Gap<'a, T>>,
}

impl<'a, T> Alignment<'a, T> {
    /// Passes over the common head, what is between, and the common tail.
    fn align(&mut self, old: &[Piece<'a, T>], new: &[Piece<'a, T>]) {
        let shared = |(old, new): &(&Piece<'a, T>, &Piece<'a, T>)| old.address() == new.address();
        let head = old.iter().zip(new).take_while(shared).count();
        self.pass(&new[..head]);
        let (old, new) = (&old[head..], &new[head..]);

        let pairs_from_end = old.iter().rev().zip(new.iter().rev());
        let tail = pairs_from_end.take_while(shared).count();
        let (new, tail_pieces) = new.split_at(new.len() - tail);
        self.align_middle(&old[..old.len() - tail], new);
        self.pass(tail_pieces);
    }

    /// Passes over what is found on both sides, and opens what is between.
    fn align_middle(&mut self, old: &[Piece<'a, T>], new: &[Piece<'a, T>]) {
        let (mut old_start, mut new_start) = (0, 0);
        // One against one are known to differ.
        if old.len().min(new.len()) > 0 && old.len().max(new.len()) > 1 {
            let places: HashMap<usize, usize> =
                old.iter().map(|piece| piece.address()).zip(0..).collect();
            for (new_at, piece) in new.iter().enumerate() {
                match places.get(&piece.address()) {
                    Some(&old_at) if old_at >= old_start => {
                        self.open(&old[old_start..old_at], &new[new_start..new_at]);
                        self.position += piece.len;
                        (old_start, new_start) = (old_at + 1, new_at + 1);
                    }
                    _ => {}
                }
            }
        }
        self.open(&old[old_start..], &new[new_start..]);
    }

    /// Goes one level down, or says that there is a gap.
    fn open(&mut self, old: &[Piece<'a, T>], new: &[Piece<'a, T>]) {
        let heights = old.iter().chain(new).map(|piece| piece.height());
        match heights.max() {
            None => {}
            Some(0) => self.add_gap(old, new),
            Some(height) => self.align(&opened(old, height), &opened(new, height)),
        }
    }

    fn add_gap(&mut self, old: &[Piece<'a, T>], new: &[Piece<'a, T>]) {
        self.gaps.push(Gap {
            old: leaves(old),
            new: leaves(new),
            start: self.position,
        });
        self.pass(new);
    }

    fn pass(&mut self, new: &[Piece<'a, T>]) {
        self.position += new.iter().map(|piece| piece.len).sum::<usize>();
    }
}

/// The pieces, those of a height replaced by their children.
fn opened<'a, T>(pieces: &[Piece<'a, T>], height: usize) -> Vec<Piece<'a, T>> {
    let mut opened = Vec::new();
    for piece in pieces {
        match piece.node {
            PieceNode::Branch(branch) if branch.height == height => {
                opened.extend(branch.children.iter().map(Piece::of_child));
            }
            _ => opened.push(*piece),
        }
    }
    opened
}

fn leaves<'a, T>(pieces: &[Piece<'a, T>]) -> Vec<&'a Leaf<T>> {
    let leaf = |piece: &Piece<'a, T>| match piece.node {
        PieceNode::Leaf(leaf) => Some(leaf),
        PieceNode::Branch(_) => None,
    };
    pieces.iter().filter_map(leaf).collect()
}
