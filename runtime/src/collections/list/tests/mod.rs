//! Long random changes of a list and of a vector, side by side.

mod model;
mod patches;
mod shapes;
mod sharing;

use std::sync::Arc;

use super::List;
use super::leaf::{LEAST, WIDTH};
use super::node::{Child, Node};

/// Checks counts, fill and balance of all nodes.
fn check<T>(list: &List<T>) {
    assert!(list.tail.len() <= WIDTH);
    if let Some(root) = &list.front.root {
        check_child(root, true);
        if let Node::Branch(branch) = &root.node {
            assert!(branch.children.len() > 1, "a root with one child");
        }
    }
}

fn check_child<T>(child: &Child<T>, is_last: bool) {
    let fill = child.node.fill();
    assert!(fill <= WIDTH, "too full: {fill}");
    assert!(fill >= if is_last { 1 } else { LEAST }, "too empty: {fill}");
    match &child.node {
        Node::Leaf(leaf) => assert_eq!(child.len, leaf.len()),
        Node::Branch(branch) => {
            let sum: usize = branch.children.iter().map(|child| child.len).sum();
            assert_eq!(child.len, sum);
            for (at, grandchild) in branch.children.iter().enumerate() {
                assert_eq!(grandchild.node.height() + 1, branch.height);
                check_child(grandchild, is_last && at + 1 == branch.children.len());
            }
        }
    }
}

/// How many leaves of the first list are not in the second.
fn unshared<T>(list: &List<T>, other: &List<T>) -> usize {
    let others: Vec<_> = other.leaves().map(Arc::as_ptr).collect();
    list.leaves()
        .filter(|leaf| !others.contains(&Arc::as_ptr(leaf)))
        .count()
}
