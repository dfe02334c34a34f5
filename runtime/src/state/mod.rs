//! [`State`]: what changed between two values of a type, told as a JSON Patch.
//! Knows neither actors nor instances nor frames.
//!
//! Every implementation follows the JSON that `serde_json` writes for the type,
//! so a patch fits a document that was made from the old value by `Serialize`.

mod patch;
mod pointer;

mod key;
pub mod opaque;

mod edit_script;
mod map;
mod merge;
mod option;
mod scalar;
mod sequence;
mod set;
mod tuple;
mod value;

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub use key::Key;
pub(crate) use map::diff_entry;
pub use patch::Patch;

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
pub trait State: Clone + Serialize + Send + Sync + 'static {
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
}
