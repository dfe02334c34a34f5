//! Texts compared with texts and strings, by what they read, however they are
//! cut.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::{iter, ptr};

use super::Text;

impl PartialEq for Text {
    /// O(1) for clones, otherwise O(n) without a look at chunks that both share
    /// at the same place.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.cmp(other).is_eq()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    /// As `==`.
    fn cmp(&self, other: &Self) -> Ordering {
        if self.ptr_eq(other) {
            return Ordering::Equal;
        }
        compare(self.chunks(), other.chunks())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.len() == other.len() && compare(self.chunks(), iter::once(other)).is_eq()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        other == self
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        other == *self
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        other == self.as_str()
    }
}

impl Hash for Text {
    /// As the string of the same chars. O(n).
    fn hash<H: Hasher>(&self, state: &mut H) {
        // A hasher may tell two calls from one, so the chunks are joined.
        self.to_string().hash(state);
    }
}

/// The order of two texts by their bytes, each in pieces of any length.
fn compare<'a>(
    mut left: impl Iterator<Item = &'a str>,
    mut right: impl Iterator<Item = &'a str>,
) -> Ordering {
    let (mut a, mut b): (&[u8], &[u8]) = (&[], &[]);
    loop {
        if a.is_empty() {
            a = next_piece(&mut left);
        }
        if b.is_empty() {
            b = next_piece(&mut right);
        }
        let common = a.len().min(b.len());
        if common == 0 {
            return a.len().cmp(&b.len());
        }
        let (first, second) = (&a[..common], &b[..common]);
        if !ptr::eq(first, second) && first != second {
            return first.cmp(second);
        }
        (a, b) = (&a[common..], &b[common..]);
    }
}

/// The next piece that is not empty; an empty one at the end.
fn next_piece<'a>(pieces: &mut impl Iterator<Item = &'a str>) -> &'a [u8] {
    let piece = pieces.find(|piece| !piece.is_empty());
    piece.unwrap_or_default().as_bytes()
}
