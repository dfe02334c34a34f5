//! [`State`] for `Option` and `Box`, which have no JSON of their own. Not for
//! maps and sequences that are empty.

use super::{ApplyError, Operation, Patch, State};
use crate::constraints::Issues;

impl<T: State> State for Option<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(value), Some(other)) => value.same(other),
            (None, None) => true,
            _ => false,
        }
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        match (self, old) {
            (Some(value), Some(old)) => value.diff(old, patch),
            (None, None) => {}
            _ => patch.replace(self),
        }
    }

    fn assign(&mut self, from: &Self) {
        match (&mut *self, from) {
            (Some(value), Some(from)) => value.assign(from),
            (None, None) => {}
            _ => self.clone_from(from),
        }
    }

    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        match self {
            Some(value) if !operation.is_here() => value.apply(operation),
            _ => operation.set(self),
        }
    }

    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        if let Some(value) = self.as_ref().filter(|_| T::CHECKED) {
            value.check(issues);
        }
    }
}

impl<T: State> State for Box<T> {
    fn same(&self, other: &Self) -> bool {
        T::same(self, other)
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        T::diff(self, old, patch);
    }

    fn assign(&mut self, from: &Self) {
        T::assign(self, from);
    }

    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        T::apply(self, operation)
    }

    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        T::check(self, issues);
    }
}
