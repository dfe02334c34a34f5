//! [`apply_patch`]: a whole JSON Patch onto a typed value. How one operation
//! finds its target is for [`State::apply`] to say.

use super::State;
use super::apply_error::ApplyError;
use super::operation::OperationText;

/// Applies the operations of a JSON Patch, one after the other.
///
/// Costs what changes: an operation takes the time that its target's place takes
/// to find, plus that of reading its value. What it does not touch is neither
/// compared nor cloned nor moved, but for the elements behind one that is added
/// to a vector or removed from it.
///
/// Everything is checked, and nothing is passed over: a path must lead to a place
/// that is there, and a value must be of the type of that place.
///
/// ```
/// use stagedoor::state::apply_patch;
///
/// let mut tags = vec!["a".to_owned(), "c".to_owned()];
/// apply_patch(&mut tags, r#"[{"op":"add","path":"/1","value":"b"}]"#).unwrap();
/// assert_eq!(tags, ["a", "b", "c"]);
///
/// let error = apply_patch(&mut tags, r#"[{"op":"remove","path":"/3"}]"#).unwrap_err();
/// assert_eq!(error.to_string(), "cannot remove `/3`: nothing has this path");
/// ```
///
/// # Errors
///
/// If the text is not a JSON Patch, before anything is applied; and at the first
/// operation that does not fit. `state` is then a valid value somewhere between
/// the old and the new one, to be thrown away.
pub fn apply_patch<T: State>(state: &mut T, patch: &str) -> Result<(), ApplyError> {
    let operations: Vec<OperationText<'_>> =
        serde_json::from_str(patch).map_err(ApplyError::NotAPatch)?;
    operations
        .iter()
        .try_for_each(|operation| state.apply(operation.read()?))
}
