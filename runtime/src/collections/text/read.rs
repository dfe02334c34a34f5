//! What is read of a [`Text`]: its chunks, its chars, and slices.

use std::ops::RangeBounds;

use super::Text;
use super::chunk::Chunk;

impl Text {
    /// The chunks in order, none of which ends within a char. O(1) amortized for
    /// each.
    ///
    /// The fastest way to write a text; where it is cut says nothing about it.
    pub fn chunks(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.chunks.iter().map(Chunk::as_str)
    }

    /// The chars in order. O(1) amortized for each.
    pub fn chars(&self) -> impl DoubleEndedIterator<Item = char> + Clone {
        self.chunks().flat_map(str::chars)
    }

    /// A copy of the `m` bytes in `range`. O(log n + m).
    ///
    /// # Panics
    ///
    /// If the range starts after its end or ends after the text, or a bound is
    /// not on the boundary of a char.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> String {
        let range = self.check_range(&range);
        let mut slice = String::with_capacity(range.len());
        for part in self.parts_from(range.start) {
            let missing = range.len() - slice.len();
            if missing <= part.len() {
                slice.push_str(&part[..missing]);
                break;
            }
            slice.push_str(part);
        }
        slice
    }

    /// Whether `index` is the first byte of a char, or the length. O(log n).
    #[must_use]
    pub fn is_char_boundary(&self, index: usize) -> bool {
        match self.chunks.find(index) {
            Some((chunk, within)) => self.chunk(chunk).is_char_boundary(within),
            None => index == self.len(),
        }
    }

    pub(super) fn chunk(&self, index: usize) -> &str {
        self.chunks.get(index).map_or("", Chunk::as_str)
    }

    /// The chars from the byte at `index` on, which is that of a char or the end.
    pub(super) fn chars_from(&self, index: usize) -> impl Iterator<Item = char> {
        self.parts_from(index).flat_map(str::chars)
    }

    /// The rest of the chunk with the byte at `index`, and the chunks after it.
    fn parts_from(&self, index: usize) -> impl Iterator<Item = &str> {
        let end = (self.chunks.len(), 0);
        let (first, within) = self.chunks.find(index).unwrap_or(end);
        let rest = self.chunk(first).get(within..);
        let after = self.chunks.len().min(first + 1);
        let chunks = self.chunks.range(after..).map(Chunk::as_str);
        rest.into_iter().chain(chunks)
    }
}
