//! [`Address`]: which of several things one is, by where it is. Says nothing of
//! what is there.

use std::ptr;

/// Tells a thing that stays where it is from all others that exist meanwhile.
///
/// Whoever keeps one keeps the thing as well, or another may come to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Address(usize);

impl Address {
    pub(crate) fn of<T>(thing: &T) -> Self {
        Self(ptr::from_ref(thing).addr())
    }
}
