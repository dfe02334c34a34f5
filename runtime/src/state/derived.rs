//! What derived implementations of [`State::apply`] call:
//! the members that a hand-written one seldom has. No part of the public
//! interface.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Error as _, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::value::RawValue;

use super::State;
use super::apply_error::{ApplyError, Misfit};
use super::operation::{Action, Operation};

/// Takes the name of a member off the path, which has to lead on.
///
/// # Errors
///
/// If the path ends here, at the contents of a variant.
pub fn member(operation: Operation<'_>) -> Result<(Cow<'_, str>, Operation<'_>), ApplyError> {
    operation
        .enter()
        .ok_or_else(|| operation.misfit(Misfit::Apart))
}

/// Takes the index of an element off the path, which has to lead on.
///
/// # Errors
///
/// If the path ends here, at the contents of a variant; and those of
/// [`Operation::enter_fixed_index`].
pub fn element(
    operation: Operation<'_>,
    length: usize,
) -> Result<(usize, Operation<'_>), ApplyError> {
    let entered = operation.enter_fixed_index(length)?;
    entered.ok_or_else(|| operation.misfit(Misfit::Apart))
}

/// Takes `name` off the path: that of a variant, or of what holds its contents.
///
/// # Errors
///
/// If another name comes next.
pub fn contents<'p>(operation: Operation<'p>, name: &str) -> Result<Operation<'p>, ApplyError> {
    match operation.enter() {
        Some((next, contents)) if next == name => Ok(contents),
        _ => Err(operation.misfit(Misfit::Nowhere)),
    }
}

/// Applies an operation to a member that is left out of the object where it
/// `is_hidden`.
///
/// # Errors
///
/// If a hidden member is replaced, removed or entered; if one is removed that
/// serde has no value for where it is missing; and those of `apply`.
pub fn optional<T>(
    value: &mut T,
    operation: Operation<'_>,
    is_hidden: bool,
    missing: impl FnOnce() -> Result<T, Misfit>,
    apply: impl FnOnce(&mut T, Operation<'_>) -> Result<(), ApplyError>,
) -> Result<(), ApplyError> {
    match operation.action_here() {
        Some(Action::Add) => apply(value, operation),
        _ if is_hidden => Err(operation.misfit(Misfit::Nowhere)),
        Some(Action::Remove) => {
            *value = missing().map_err(|misfit| operation.misfit(misfit))?;
            Ok(())
        }
        Some(Action::Replace) | None => apply(value, operation),
    }
}

/// Applies an operation to a member that the user's function reads; what is
/// inside of it is for `inside`.
///
/// # Errors
///
/// If the function fails, and those of `inside`.
pub fn read_with<'p, T>(
    value: &mut T,
    operation: Operation<'p>,
    read: impl FnOnce(&'p RawValue) -> serde_json::Result<T>,
    inside: impl FnOnce(&mut T, Operation<'p>) -> Result<(), ApplyError>,
) -> Result<(), ApplyError> {
    if operation.is_here() {
        operation.set_with(value, read)
    } else {
        inside(value, operation)
    }
}

/// Applies an operation below an enum with untagged variants.
///
/// The variant that serde read is the first that the document fits, which need
/// not be the one that was written: an empty array fits every sequence. What
/// does not fit it is applied to the document, which is then read once more.
///
/// # Errors
///
/// Those of `apply`, if no variant fits the new document either.
pub fn untagged<T: State>(
    value: &mut T,
    operation: Operation<'_>,
    apply: impl FnOnce(&mut T, Operation<'_>) -> Result<(), ApplyError>,
) -> Result<(), ApplyError> {
    apply(value, operation).or_else(|misfit| {
        *value = applied_to_document(value, operation).ok_or(misfit)?;
        Ok(())
    })
}

fn applied_to_document<T: State>(value: &T, operation: Operation<'_>) -> Option<T> {
    let mut document = serde_json::to_value(value).ok()?;
    document.apply(operation).ok()?;
    let read = T::deserialize(&document).ok()?;
    let is_whole = serde_json::to_value(&read).is_ok_and(|written| written == document);
    is_whole.then_some(read)
}

/// Refuses an operation inside of a value that nothing looks into.
///
/// # Errors
///
/// Always.
pub fn refuse<T>(_: &mut T, operation: Operation<'_>) -> Result<(), ApplyError> {
    Err(operation.misfit(Misfit::Apart))
}

/// The value that serde gives a member that is missing and has no default:
/// `None` for an `Option`.
///
/// # Errors
///
/// If serde has none for the type.
pub fn missing<T: DeserializeOwned>() -> Result<T, Misfit> {
    T::deserialize(Missing).map_err(Misfit::Value)
}

/// Refuses to do without a member, as serde does where a function of the user
/// reads it.
///
/// # Errors
///
/// Always.
pub fn never_missing<T>() -> Result<T, Misfit> {
    Err(Misfit::Fixed)
}

/// A value that is not there.
struct Missing;

impl<'de> Deserializer<'de> for Missing {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("it has no default"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
