//! [`At`] and [`Name`]: where an operation strikes, whatever there is by then.

use proptest::prelude::*;

/// A place in something that has a length only once the operation is done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At {
    Start,
    End,
    Middle(u32),
}

impl At {
    /// An index of an element; none where there are none.
    pub(crate) fn element(self, length: usize) -> Option<usize> {
        let last = length.checked_sub(1)?;
        Some(self.gap(last))
    }

    /// An index up to the length.
    pub(crate) fn gap(self, length: usize) -> usize {
        match self {
            Self::Start => 0,
            Self::End => length,
            Self::Middle(at) => at as usize % (length + 1),
        }
    }
}

pub(crate) fn at() -> impl Strategy<Value = At> {
    prop_oneof![
        1 => Just(At::Start),
        1 => Just(At::End),
        5 => any::<u32>().prop_map(At::Middle),
    ]
}

/// The key of an entry: some that JSON or a JSON Pointer escapes, then plain ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name(pub(crate) u16);

const ESCAPED: &[&str] = &[
    "",
    "/",
    "~",
    "~1",
    "a/b~c",
    "\"\\",
    "\n",
    "\u{0}",
    "é🦀",
    "0",
    "-",
    "//////////////////////",
    "longer than what is around the entry as soon as that is empty",
];

impl From<Name> for String {
    fn from(name: Name) -> Self {
        let place = usize::from(name.0);
        match ESCAPED.get(place) {
            Some(escaped) => (*escaped).to_owned(),
            None => format!("key {place}"),
        }
    }
}

impl From<Name> for u16 {
    fn from(name: Name) -> Self {
        name.0
    }
}

pub(crate) fn name() -> impl Strategy<Value = Name> {
    (0..24_u16).prop_map(Name)
}
