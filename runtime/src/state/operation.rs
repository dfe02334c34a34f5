//! [`Operation`]: one operation of a JSON Patch, on its way to the value that it
//! changes. Knows no types; what a path leads to is for
//! [`State::apply`](super::State::apply) to say.

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::apply_error::{ApplyError, Misfit};
use super::{Key, pointer};

/// What an operation does to its target (RFC 6902, section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Inserts an element into an array, or sets a member of an object.
    Add,
    /// Sets what is there already.
    Replace,
    /// Takes away what is there.
    Remove,
}

impl Action {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "add" => Some(Self::Add),
            "replace" => Some(Self::Replace),
            "remove" => Some(Self::Remove),
            _ => None,
        }
    }
}

impl fmt::Display for Action {
    /// The name in a patch.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Add => "add",
            Self::Replace => "replace",
            Self::Remove => "remove",
        })
    }
}

/// One operation of a JSON Patch (RFC 6902), as one value on the way to its
/// target sees it: what is left of the path leads on from there.
///
/// An implementation of [`State::apply`](super::State::apply) takes the next
/// name off the path and hands what is left to the part of that name, or sets
/// itself where the path ends.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use stagedoor::state::{Misfit, apply_patch};
/// use stagedoor::{ApplyError, Operation, Patch, State};
///
/// #[derive(Clone, Serialize, Deserialize)]
/// struct Point {
///     x: i32,
///     y: i32,
/// }
///
/// impl State for Point {
///     fn same(&self, other: &Self) -> bool {
///         self.x == other.x && self.y == other.y
///     }
///
///     fn diff(&self, old: &Self, patch: &mut Patch) {
///         patch.field("x", |patch| self.x.diff(&old.x, patch));
///         patch.field("y", |patch| self.y.diff(&old.y, patch));
///     }
///
///     fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
///         let Some((name, part)) = operation.enter() else {
///             return operation.set(self);
///         };
///         match &*name {
///             "x" => self.x.apply(part),
///             "y" => self.y.apply(part),
///             _ => Err(operation.misfit(Misfit::Nowhere)),
///         }
///     }
/// }
///
/// let mut points = vec![Point { x: 1, y: 1 }];
/// let patch = r#"[
///     {"op": "replace", "path": "/0/y", "value": 2},
///     {"op": "add", "path": "/1", "value": {"x": 3, "y": 3}}
/// ]"#;
/// apply_patch(&mut points, patch).unwrap();
/// assert_eq!((points[0].y, points[1].x), (2, 3));
///
/// let patch = r#"[{"op": "replace", "path": "/1/z", "value": 0}]"#;
/// let error = apply_patch(&mut points, patch).unwrap_err();
/// assert_eq!(error.to_string(), "cannot replace `/1/z`: nothing has this path");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Operation<'p> {
    action: Action,
    /// The whole path, escaped by RFC 6901, and how much of it led here.
    path: &'p str,
    entered: usize,
    value: Option<&'p RawValue>,
}

impl<'p> Operation<'p> {
    /// What it does to its target.
    #[must_use]
    pub fn action(self) -> Action {
        self.action
    }

    /// What it does to this value; `None` where the path leads on.
    #[must_use]
    pub fn action_here(self) -> Option<Action> {
        self.is_here().then_some(self.action)
    }

    /// Whether the path ends here: this value is the target.
    #[must_use]
    pub fn is_here(self) -> bool {
        self.entered == self.path.len()
    }

    /// The whole path from the root of the document, escaped by RFC 6901.
    #[must_use]
    pub fn path(self) -> &'p str {
        self.path
    }

    /// Takes the next name off the path, unescaped, and gives the operation for
    /// what has this name; `None` where the path ends here.
    #[must_use]
    pub fn enter(self) -> Option<(Cow<'p, str>, Self)> {
        let rest = self.path[self.entered..].strip_prefix('/')?;
        let length = rest.find('/').unwrap_or(rest.len());
        let part = Self {
            entered: self.entered + 1 + length,
            ..self
        };
        Some((pointer::unescape(&rest[..length]), part))
    }

    /// Takes the next name off the path as the index of an element in an array
    /// of `length` elements; `None` where the path ends here.
    ///
    /// Where an element is to be added, the index may be `length`, also written
    /// as `-`.
    ///
    /// # Errors
    ///
    /// If the name is not an index as RFC 6901, section 4, has it, without
    /// leading zeros, or is out of bounds.
    pub fn enter_index(self, length: usize) -> Result<Option<(usize, Self)>, ApplyError> {
        let Some((name, part)) = self.enter() else {
            return Ok(None);
        };
        let adds = part.action_here() == Some(Action::Add);
        let index = match &*name {
            "-" if adds => Some(length),
            name => usize::from_key(name),
        };
        let bound = length + usize::from(adds);
        match index.filter(|index| *index < bound) {
            Some(index) => Ok(Some((index, part))),
            None => Err(self.misfit(Misfit::Nowhere)),
        }
    }

    /// Takes the next name off the path as the index of an element in an array
    /// whose length never changes, such as a tuple; `None` where the path ends
    /// here.
    ///
    /// # Errors
    ///
    /// As with [`enter_index`](Self::enter_index), and if the element is to be
    /// added or removed.
    pub fn enter_fixed_index(self, length: usize) -> Result<Option<(usize, Self)>, ApplyError> {
        let entered = self.enter_index(length)?;
        match entered.and_then(|(_, part)| part.action_here()) {
            Some(Action::Add | Action::Remove) => Err(self.misfit(Misfit::Fixed)),
            Some(Action::Replace) | None => Ok(entered),
        }
    }

    /// Takes the next name off the path as the key of a map; `None` where the
    /// path ends here.
    ///
    /// # Errors
    ///
    /// If no key has the name.
    pub fn enter_key<K: Key>(self) -> Result<Option<(K, Self)>, ApplyError> {
        let Some((name, part)) = self.enter() else {
            return Ok(None);
        };
        match K::from_key(&name) {
            Some(key) => Ok(Some((key, part))),
            None => Err(self.misfit(Misfit::Nowhere)),
        }
    }

    /// Reads the value of an `add` or a `replace`.
    ///
    /// # Errors
    ///
    /// If the value does not fit the type, or the operation has none because it
    /// removes.
    pub fn value<T: DeserializeOwned>(self) -> Result<T, ApplyError> {
        self.value_with(|value| serde_json::from_str(value.get()))
    }

    /// Sets `target`, which is the target of the operation.
    ///
    /// # Errors
    ///
    /// If the path does not end here, the operation removes, or its value does
    /// not fit the type. `target` is then as it was.
    pub fn set<T: DeserializeOwned>(self, target: &mut T) -> Result<(), ApplyError> {
        self.set_with(target, |value| serde_json::from_str(value.get()))
    }

    /// The error that the operation does not fit.
    #[must_use]
    pub fn misfit(self, misfit: Misfit) -> ApplyError {
        ApplyError::misfit(self.action, self.path, misfit)
    }

    /// [`value`](Self::value), read by a function.
    fn value_with<T>(
        self,
        read: impl FnOnce(&'p RawValue) -> serde_json::Result<T>,
    ) -> Result<T, ApplyError> {
        let value = self.value.ok_or_else(|| self.misfit(Misfit::Fixed))?;
        read(value).map_err(|error| self.misfit(Misfit::Value(error)))
    }

    /// [`set`](Self::set), the value read by a function.
    pub(super) fn set_with<T>(
        self,
        target: &mut T,
        read: impl FnOnce(&'p RawValue) -> serde_json::Result<T>,
    ) -> Result<(), ApplyError> {
        if !self.is_here() {
            return Err(self.misfit(Misfit::Nowhere));
        }
        *target = self.value_with(read)?;
        Ok(())
    }
}

/// An operation as it stands in the text of a patch. Members that RFC 6902 does
/// not know are passed over, as its section 4 demands.
#[derive(Deserialize)]
pub(super) struct OperationText<'p> {
    #[serde(borrow)]
    op: Cow<'p, str>,
    #[serde(borrow)]
    path: Cow<'p, str>,
    #[serde(borrow, default, deserialize_with = "present")]
    value: Option<&'p RawValue>,
}

impl OperationText<'_> {
    /// The operation, at the root of the document.
    pub(super) fn read(&self) -> Result<Operation<'_>, ApplyError> {
        let misfit = |misfit| ApplyError::misfit(&self.op, &self.path, misfit);
        let action = Action::parse(&self.op).ok_or_else(|| misfit(Misfit::UnknownOperation))?;
        if !pointer::is_pointer(&self.path) {
            return Err(misfit(Misfit::NotAPointer));
        }
        let value = match (action, self.value) {
            (Action::Remove, _) => None,
            (Action::Add | Action::Replace, None) => return Err(misfit(Misfit::NoValue)),
            (Action::Add | Action::Replace, value) => value,
        };
        Ok(Operation {
            action,
            path: &self.path,
            entered: 0,
            value,
        })
    }
}

/// Reads a value that is there, `null` included.
fn present<'p, D: Deserializer<'p>>(deserializer: D) -> Result<Option<&'p RawValue>, D::Error> {
    Deserialize::deserialize(deserializer).map(Some)
}
