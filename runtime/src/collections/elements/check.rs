//! What holds for all [`Elements`] after each change, for the tests of what is
//! made of them.

use std::sync::Arc;

use super::leaf::{LEAST, WIDTH};
use super::node::{Child, Node};
use super::{Elements, Weigh};

/// Checks sizes, fill and balance of all nodes.
pub(crate) fn check<T, W: Weigh<T>>(elements: &Elements<T, W>) {
    assert!(elements.tail.len() <= WIDTH);
    if let Some(root) = &elements.front.root {
        check_child::<T, W>(root, true);
        if let Node::Branch(branch) = &root.node {
            assert!(branch.children.len() > 1, "a root with one child");
        }
    }
}

fn check_child<T, W: Weigh<T>>(child: &Child<T>, is_last: bool) {
    let fill = child.node.fill();
    assert!(fill <= WIDTH, "too full: {fill}");
    assert!(fill >= if is_last { 1 } else { LEAST }, "too empty: {fill}");
    assert_eq!(child.size, child.node.size::<W>());
    if let Node::Branch(branch) = &child.node {
        for (at, grandchild) in branch.children.iter().enumerate() {
            assert_eq!(grandchild.node.height() + 1, branch.height);
            check_child::<T, W>(grandchild, is_last && at + 1 == branch.children.len());
        }
    }
}

/// How many leaves of the first are not in the second.
pub(crate) fn unshared<T, W>(elements: &Elements<T, W>, other: &Elements<T, W>) -> usize {
    let others: Vec<_> = other.leaves().map(Arc::as_ptr).collect();
    elements
        .leaves()
        .filter(|leaf| !others.contains(&Arc::as_ptr(leaf)))
        .count()
}
