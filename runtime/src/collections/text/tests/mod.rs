//! Texts beside strings. Chunks are short here, so that short texts have many.

mod api;
mod model;
mod patches;
mod wire;

use super::Text;
use super::chunk::{Chunk, GROWN};
use crate::collections::elements::check::check as check_elements;

/// Checks the tree.
fn check(text: &Text) {
    check_elements(&text.chunks);
    let length: usize = text.chunks().map(str::len).sum();
    assert_eq!(text.len(), length);
}

/// Checks that no chunk is empty, and that no two next to each other are short.
fn check_chunks(text: &Text) {
    let lengths: Vec<usize> = text.chunks().map(str::len).collect();
    assert!(!lengths.contains(&0), "{lengths:?}");
    let joined = lengths.windows(2).all(|two| two[0] + two[1] > GROWN);
    assert!(joined, "{lengths:?}");
}

fn of_chunks(strings: &[&str]) -> Text {
    serde_json::from_value(serde_json::json!(strings)).unwrap()
}

fn chunks(text: &Text) -> Vec<&str> {
    text.chunks().collect()
}

/// How many chunks of the first text are not in the second.
fn unshared(text: &Text, other: &Text) -> usize {
    let address = |chunk: &Chunk| chunk.as_str().as_ptr().addr();
    let others: Vec<_> = other.chunks.iter().map(address).collect();
    let own = text.chunks.iter().map(address);
    own.filter(|address| !others.contains(address)).count()
}
