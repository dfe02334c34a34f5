//! [`State`]: what changed between two values of a type, told as a JSON Patch,
//! and such a patch applied to one. Knows neither actors nor instances nor frames.
//!
//! Every implementation follows the JSON that `serde_json` writes for the type,
//! so a patch fits a document that was made from the old value by `Serialize`.

mod apply;
mod apply_error;
mod operation;
mod patch;
mod pointer;

pub mod derived;
mod key;
pub mod opaque;

mod edit_script;
mod map;
mod merge;
mod option;
mod scalar;
mod sequence;
mod set;
mod slow_field;
mod tuple;
mod value;

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(test)]
mod tests;

use crate::constraints::Issues;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use apply::apply_patch;
pub use apply_error::{ApplyError, Misfit};
pub use key::Key;
pub(crate) use map::{apply_by_key, check_entries, diff_entry};
pub use operation::{Action, Operation};
pub use patch::Patch;
pub(crate) use sequence::{apply_by_index, check_elements, diff_elements};
pub(crate) use slow_field::slowest_field;

/// A value whose changes can be told; implemented by `#[actor]` and `#[model]`,
/// and here for the plain types of `std`.
///
/// There is no implementation for `Rc`, `Arc`, cells, locks and atomics: two
/// values that share their inside would change together, and a change would go
/// unseen.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of an actor's state",
    label = "no way to tell what changed in `{Self}`",
    note = "if the type is yours, put `#[model]` on it",
    note = "otherwise mark the field `#[actor(opaque)]`, in a model `#[model(opaque)]`: it is then compared with `==` and sent whole"
)]
pub trait State: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Whether the two values are the same.
    ///
    /// Values that are the same have the same JSON. Floats are compared by
    /// their bits, so a NaN is the same as itself and `0.0` is not `-0.0`.
    #[must_use]
    fn same(&self, other: &Self) -> bool;

    /// Writes the operations that turn the JSON of `old` into the JSON of
    /// `self`, at the patch's current path; none when the two are the same.
    ///
    /// As provided, one replacement of the whole.
    fn diff(&self, old: &Self, patch: &mut Patch) {
        if !self.same(old) {
            patch.replace(self);
        }
    }

    /// Makes `self` the same as `from`, touching and allocating for only what
    /// differs.
    ///
    /// As provided, a clone of the whole where it differs.
    ///
    /// # Panics
    ///
    /// When a `Clone` inside does. `self` is then a valid value that is neither
    /// the old nor the new one.
    fn assign(&mut self, from: &Self) {
        if !self.same(from) {
            self.clone_from(from);
        }
    }

    /// Applies one operation of a JSON Patch whose path leads on from this value.
    ///
    /// What is not in the JSON, such as a private field, stays as it is unless
    /// the value around it is set as a whole; it then takes its default.
    ///
    /// As provided, the path has to end here, and the whole is set.
    ///
    /// # Errors
    ///
    /// If the operation does not fit. `self` is then a valid value, but may be
    /// neither the old nor the new one.
    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        operation.set(self)
    }

    /// Whether there is anything to [`check`](Self::check) in values of this type.
    const CHECKED: bool = false;

    /// Finds what breaks the constraints on the value's fields, and on what is in
    /// them.
    ///
    /// As provided, nothing.
    fn check(&self, issues: &mut Issues) {
        let _ = issues;
    }
}
