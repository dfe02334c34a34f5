//! [`Chunk`]: a piece of a text, and how long the pieces are. Knows nothing of
//! the text around it.

use std::iter;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::collections::elements::Weigh;
use crate::state::State;

/// The most bytes of a chunk that is cut off a longer text.
///
/// The unit tests use short chunks, so that short texts are deep trees.
pub(super) const LONGEST: usize = if cfg!(test) { 24 } else { 1024 };

/// The most bytes of a chunk that grows at its end or is made of two.
///
/// An append sends the chunk that it makes longer: at 20 bytes a time 118 bytes
/// on average with 128, 178 with 256, and 568 with 1024, of which 47 are the
/// operation around it. A chunk costs about 80 bytes of memory besides its text.
pub(super) const GROWN: usize = if cfg!(test) { 8 } else { 256 };

/// A piece of a text. Cloning it shares it.
#[derive(Debug, Clone)]
pub(super) struct Chunk(Arc<String>);

impl Chunk {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn append(&mut self, text: &str) {
        if let Some(own) = Arc::get_mut(&mut self.0) {
            own.push_str(text);
            return;
        }
        let mut copy = String::with_capacity(GROWN.max(self.0.len() + text.len()));
        copy.push_str(&self.0);
        copy.push_str(text);
        self.0 = Arc::new(copy);
    }
}

impl From<&str> for Chunk {
    fn from(text: &str) -> Self {
        Self(Arc::new(text.to_owned()))
    }
}

/// Weighs a chunk by its bytes.
pub(super) enum Bytes {}

impl Weigh<Chunk> for Bytes {
    fn weigh(chunk: &Chunk) -> usize {
        chunk.0.len()
    }
}

/// The fewest chunks for a text, of about one length.
pub(super) fn cut(mut rest: &str) -> impl Iterator<Item = Chunk> {
    iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let chunks = rest.len().div_ceil(LONGEST);
        let end = rest.floor_char_boundary(rest.len().div_ceil(chunks));
        let (chunk, after) = rest.split_at(end);
        rest = after;
        Some(Chunk::from(chunk))
    })
}

impl Serialize for Chunk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Chunk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self(Arc::new(text)))
    }
}

impl State for Chunk {
    fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}
