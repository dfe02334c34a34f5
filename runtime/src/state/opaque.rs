//! Change detection for values that are compared with `==` and sent whole.
//! Nothing here looks inside them.
//!
//! `==` must tell values apart that have different JSON, or the change is not
//! seen. A value that is not equal to itself, such as one that holds a NaN, is
//! sent after each turn.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ApplyError, Operation, Patch};

/// Whether the two values are equal.
#[must_use]
pub fn same<T: PartialEq>(value: &T, other: &T) -> bool {
    value == other
}

/// Replaces the whole value at the current path if it is not equal to `old`.
pub fn diff<T: PartialEq + Serialize>(value: &T, old: &T, patch: &mut Patch) {
    if value != old {
        patch.replace(value);
    }
}

/// Makes `value` a clone of `from` if it is not equal to it.
pub fn assign<T: PartialEq + Clone>(value: &mut T, from: &T) {
    if value != from {
        value.clone_from(from);
    }
}

/// Sets the whole value.
///
/// # Errors
///
/// Those of [`Operation::set`].
pub fn apply<T: DeserializeOwned>(
    value: &mut T,
    operation: Operation<'_>,
) -> Result<(), ApplyError> {
    operation.set(value)
}

/// Implements [`State`](super::State) by `==` for types that are sent whole.
macro_rules! opaque {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::state::State for $type {
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        }
    )+};
}
pub(super) use opaque;
