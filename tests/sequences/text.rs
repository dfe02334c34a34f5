//! [`TextOp`]: what is done to a text and to the string that it is held
//! against, by the same function.

use std::ops::Range;

use proptest::prelude::*;
use stagedoor::Text;

use crate::done::Done;
use crate::place::{At, at};

/// What `Text` and `String` have in common.
pub(crate) trait Characters {
    fn length(&self) -> usize;
    fn is_boundary(&self, index: usize) -> bool;
    fn push(&mut self, char: char);
    fn push_str(&mut self, text: &str);
    fn pop(&mut self) -> Option<char>;
    fn insert_str(&mut self, index: usize, text: &str);
    fn remove(&mut self, index: usize) -> char;
    fn replace_range(&mut self, range: Range<usize>, with: &str);
    fn truncate(&mut self, length: usize);
    fn clear(&mut self);
}

macro_rules! characters {
    ($Text:ident) => {
        impl Characters for $Text {
            fn length(&self) -> usize {
                self.len()
            }

            fn is_boundary(&self, index: usize) -> bool {
                self.is_char_boundary(index)
            }

            fn push(&mut self, char: char) {
                self.push(char);
            }

            fn push_str(&mut self, text: &str) {
                self.push_str(text);
            }

            fn pop(&mut self) -> Option<char> {
                self.pop()
            }

            fn insert_str(&mut self, index: usize, text: &str) {
                self.insert_str(index, text);
            }

            fn remove(&mut self, index: usize) -> char {
                self.remove(index)
            }

            fn replace_range(&mut self, range: Range<usize>, with: &str) {
                self.replace_range(range, with);
            }

            fn truncate(&mut self, length: usize) {
                self.truncate(length);
            }

            fn clear(&mut self) {
                self.clear();
            }
        }
    };
}

characters!(Text);
characters!(String);

#[derive(Clone, Debug)]
pub(crate) enum TextOp {
    Push(char),
    Append(String),
    /// Much at once.
    Grow(u16),
    Pop,
    Insert(At, String),
    Remove(At),
    /// A range from a place on, of so many bytes.
    Replace(At, u16, String),
    Truncate(At),
    Clear,
}

impl TextOp {
    /// Does it, and says at how many places.
    pub(crate) fn run(&self, text: &mut impl Characters) -> Done {
        let length = text.length();
        match self {
            Self::Push(char) => text.push(*char),
            Self::Append(more) => text.push_str(more),
            Self::Grow(by) => {
                let more = "all the world's a stage… ".repeat((*by / 25).into());
                text.push_str(&more);
                // A chunk for each KB, and the last one that grows.
                return Done::many(1 + more.len() / 1024);
            }
            Self::Pop => {
                let popped = text.pop().map(u32::from);
                return Done::maybe(popped);
            }
            Self::Insert(at, more) => text.insert_str(boundary(text, at.gap(length)), more),
            Self::Remove(at) => {
                let Some(at) = at.element(length) else {
                    return Done::nothing();
                };
                let removed = text.remove(boundary(text, at));
                return Done::maybe(Some(u32::from(removed)));
            }
            Self::Replace(at, by, with) => {
                let start = boundary(text, at.gap(length));
                let end = boundary(text, length.min(start + usize::from(*by)));
                text.replace_range(start..end, with);
                return Done::many(1 + (end - start) / 128);
            }
            Self::Truncate(at) => {
                let end = boundary(text, at.gap(length));
                text.truncate(end);
                return Done::many(1 + (length - end) / 128);
            }
            Self::Clear => text.clear(),
        }
        Done::one()
    }
}

fn boundary(text: &impl Characters, mut at: usize) -> usize {
    while !text.is_boundary(at) {
        at -= 1;
    }
    at
}

/// Some text of chars of one to four bytes, with such as JSON escapes.
pub(crate) fn some_text() -> impl Strategy<Value = String> + Clone {
    let char = prop_oneof![
        6 => prop::char::range('a', 'e'),
        1 => prop::sample::select(&['é', '€', '🦀', '"', '\\', '\n', '\u{0}'][..]),
    ];
    prop::collection::vec(char, 0..12).prop_map(|chars| chars.into_iter().collect())
}

pub(crate) fn text_op() -> impl Strategy<Value = TextOp> {
    use TextOp::*;
    let long = (some_text(), 1..40_usize).prop_map(|(text, times)| text.repeat(times));
    prop_oneof![
        6 => prop::sample::select(&['a', 'é', '€', '🦀', '"'][..]).prop_map(Push),
        8 => some_text().prop_map(Append),
        3 => long.clone().prop_map(Append),
        2 => (0..4000_u16).prop_map(Grow),
        4 => Just(Pop),
        8 => (at(), some_text()).prop_map(|(at, text)| Insert(at, text)),
        3 => (at(), long).prop_map(|(at, text)| Insert(at, text)),
        6 => at().prop_map(Remove),
        6 => (at(), 0..30_u16, some_text()).prop_map(|(at, by, with)| Replace(at, by, with)),
        4 => (at(), 0..1500_u16, some_text()).prop_map(|(at, by, with)| Replace(at, by, with)),
        1 => at().prop_map(Truncate),
        1 => Just(Clear),
    ]
}
