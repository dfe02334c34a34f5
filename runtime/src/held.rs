//! [`Held`]: something shared that is lent to whoever runs at once, and kept by
//! whoever waits.

use std::ops::Deref;
use std::sync::Arc;

/// What [`Cow`](std::borrow::Cow) is for an `Arc`: counting references is left
/// out where a call runs on the stack of whoever brings it.
pub(crate) enum Held<'a, T> {
    Lent(&'a Arc<T>),
    Kept(Arc<T>),
}

impl<T> Held<'_, T> {
    pub(crate) fn as_arc(&self) -> &Arc<T> {
        match self {
            Self::Lent(shared) => shared,
            Self::Kept(shared) => shared,
        }
    }

    /// The same, for as long as it takes.
    pub(crate) fn keep(&self) -> Held<'static, T> {
        Held::Kept(Arc::clone(self.as_arc()))
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.as_arc()
    }
}
