//! Changes of a [`Text`]. They copy the chunks that they touch, and no others.

use std::ops::{Range, RangeBounds};

use super::Text;
use super::chunk::{Chunk, GROWN, cut};
use crate::collections::elements::resolve;

impl Text {
    /// Appends a char. O(1) amortized, whatever the length.
    pub fn push(&mut self, char: char) {
        self.push_str(char.encode_utf8(&mut [0; 4]));
    }

    /// Appends a text. O(1) amortized for each byte of it.
    pub fn push_str(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let last = self.chunks.len().checked_sub(1);
        let last_length = last.map(|last| self.chunk(last).len());
        if last_length.is_some_and(|length| length + text.len() <= GROWN)
            && let Some(last) = self.chunks.last_mut()
        {
            last.append(text);
            return;
        }
        for chunk in cut(text) {
            self.chunks.push(chunk);
        }
    }

    /// Removes the last char. O(1) amortized.
    pub fn pop(&mut self) -> Option<char> {
        let last = self.chars().next_back()?;
        self.truncate(self.len() - last.len_utf8());
        Some(last)
    }

    /// Inserts a char before the byte at `index`. O(log n).
    ///
    /// # Panics
    ///
    /// If `index` is not on the boundary of a char.
    #[track_caller]
    pub fn insert(&mut self, index: usize, char: char) {
        self.insert_str(index, char.encode_utf8(&mut [0; 4]));
    }

    /// Inserts a text of `m` bytes before the byte at `index`. O(m log n).
    ///
    /// # Panics
    ///
    /// If `index` is not on the boundary of a char.
    #[track_caller]
    pub fn insert_str(&mut self, index: usize, text: &str) {
        assert!(
            self.is_char_boundary(index),
            "index {index} is not on a char boundary"
        );
        self.replace_range(index..index, text);
    }

    /// Removes the char at `index` and returns it. O(log n).
    ///
    /// # Panics
    ///
    /// If `index` is not on the boundary of a char, or is the length.
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> char {
        assert!(
            self.is_char_boundary(index),
            "index {index} is not on a char boundary"
        );
        let char = self
            .chars_from(index)
            .next()
            .expect("cannot remove a char from the end of a text");
        self.replace_range(index..index + char.len_utf8(), "");
        char
    }

    /// Puts a text in the place of the bytes in `range`, which removes them if it
    /// is empty. O(log n) for each chunk that is replaced.
    ///
    /// # Panics
    ///
    /// If the range starts after its end or ends after the text, or a bound is
    /// not on the boundary of a char.
    #[track_caller]
    pub fn replace_range(&mut self, range: impl RangeBounds<usize>, with: &str) {
        let Range { start, end } = self.check_range(&range);
        if start == self.len() {
            self.push_str(with);
        } else if end == self.len() && with.is_empty() {
            self.truncate(start);
        } else if start < end || !with.is_empty() {
            let (last, rest) = self.place_before(end);
            let (first, kept) = match self.chunks.find(start) {
                Some(place) if start < end => place,
                _ => (last, rest),
            };
            let parts = [&self.chunk(first)[..kept], with, &self.chunk(last)[rest..]];
            let text = parts.concat();
            self.replace_chunks(first..last + 1, text);
        }
    }

    /// Keeps the first `len` bytes; does nothing if there are no more. O(log n),
    /// and dropping those chunks that no clone shares.
    ///
    /// # Panics
    ///
    /// If `len` is less than the length and not on the boundary of a char.
    #[track_caller]
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len() {
            return;
        }
        assert!(
            self.is_char_boundary(len),
            "index {len} is not on a char boundary"
        );
        let (last, kept) = self.place_before(len);
        if kept == self.chunk(last).len() {
            self.chunks.truncate(last + 1);
        } else {
            let kept = self.chunk(last)[..kept].to_owned();
            self.chunks.truncate(last);
            // Into the chunk before, if it is short.
            self.push_str(&kept);
        }
    }

    /// Removes all bytes. O(1), and dropping those chunks that no clone shares.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// The bytes in a range, checked as those of a `str` are.
    #[track_caller]
    pub(super) fn check_range(&self, range: &impl RangeBounds<usize>) -> Range<usize> {
        let range = resolve(range, self.len());
        for bound in [range.start, range.end] {
            assert!(
                self.is_char_boundary(bound),
                "index {bound} is not on a char boundary"
            );
        }
        range
    }

    /// The chunk with the byte before `index`, and where in the chunk that ends.
    fn place_before(&self, index: usize) -> (usize, usize) {
        let before = index.checked_sub(1).and_then(|last| self.chunks.find(last));
        before.map_or((0, 0), |(chunk, last)| (chunk, last + 1))
    }

    /// Puts chunks with this text in the place of others, of which there is at
    /// least one. What is too short takes its neighbours in.
    fn replace_chunks(&mut self, mut old: Range<usize>, mut text: String) {
        let before = old.start.checked_sub(1).map(|before| self.chunk(before));
        let after = self.chunks.get(old.end).map(Chunk::as_str);
        let takes_both = |left: &str, right: &str| left.len() + right.len() <= GROWN;
        match (before, after) {
            // Without text between them, the neighbours are next to each other.
            (Some(before), Some(after)) if takes_both(before, after) && text.is_empty() => {
                text = [before, after].concat();
                old = old.start - 1..old.end + 1;
            }
            _ if text.is_empty() => {}
            _ => {
                if let Some(before) = before.filter(|before| takes_both(before, &text)) {
                    text.insert_str(0, before);
                    old.start -= 1;
                }
                if let Some(after) = after.filter(|after| takes_both(&text, after)) {
                    text.push_str(after);
                    old.end += 1;
                }
            }
        }
        self.splice(old, &text);
    }

    fn splice(&mut self, old: Range<usize>, text: &str) {
        let mut at = old.start;
        for chunk in cut(text) {
            if at < old.end {
                self.chunks.replace(at, chunk);
            } else {
                self.chunks.insert(at, chunk);
            }
            at += 1;
        }
        if old.end == self.chunks.len() {
            self.chunks.truncate(at);
        } else {
            for index in (at..old.end).rev() {
                self.chunks.remove(index);
            }
        }
    }
}
