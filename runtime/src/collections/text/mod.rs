//! [`Text`]: a string for large text, in chunks that clones share. Knows bytes
//! and chars, and neither lines nor words.

mod chunk;

mod edit;
mod read;

mod compare;
mod convert;
mod state;

#[cfg(any(test, feature = "proptest"))]
mod arbitrary;
mod wire;

#[cfg(test)]
mod tests;

use super::elements::Elements;
use chunk::{Bytes, Chunk};

/// A string for large text: cloned in constant time, changed in logarithmic
/// time, compared at the cost of what changed.
///
/// The names, results and panics are those of [`String`]; an index counts bytes
/// and lies on the boundary of a char. Where a function says no more than its
/// name, see the one there. The time of an operation is given for a text of `n`
/// bytes and includes a copy of a chunk, which is short.
///
/// # Chunks
///
/// A text is a sequence of chunks, and so is its JSON: an array of strings, to be
/// joined. A change is sent as the few chunks that it touches.
///
/// - Text that comes at once is cut into chunks of 1 KB at most.
/// - What is appended fills the last chunk up to 256 bytes and then starts a new
///   one, so that appending a line to a log sends little more than the line.
/// - Where text is removed, chunks are joined that have 256 bytes together.
///
/// So there are at most 2 chunks for each 256 bytes. Chunks that were read from
/// JSON stay as they are until their text is changed, however short or long,
/// because the next patch counts them. Texts are equal if they read the same,
/// however they are cut.
///
/// ```
/// use stagedoor::Text;
///
/// let mut draft = Text::from("What is past is prologue. ".repeat(10_000));
/// let committed = draft.clone();
/// draft.push_str("The rest is silence.");
/// draft.replace_range(..4, "That which");
/// assert_eq!(committed.len(), 260_000);
/// assert_eq!(draft.len(), 260_026);
/// assert_eq!(draft.slice(..18), "That which is past");
/// ```
pub struct Text {
    chunks: Elements<Chunk, Bytes>,
}

impl Text {
    /// An empty text.
    #[must_use]
    pub fn new() -> Self {
        Self {
            chunks: Elements::new(),
        }
    }

    /// The length in bytes. O(1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunks.weight()
    }

    /// Whether there are no bytes. O(1).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the two texts are clones, neither of which was changed since.
    /// O(1).
    ///
    /// Texts that are not may be equal nevertheless.
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.chunks.ptr_eq(&other.chunks)
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new()
    }
}

impl Clone for Text {
    /// A text that shares every chunk. O(1).
    fn clone(&self) -> Self {
        Self {
            chunks: self.chunks.clone(),
        }
    }
}
