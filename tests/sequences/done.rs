//! [`Done`]: what came of an operation, to be held against what came of it
//! elsewhere.

use crate::element::Ranked;

/// How much an operation changed, and what it gave back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    /// How many elements, entries or places in a text it changed.
    pub(crate) mutations: usize,
    returned: Option<u64>,
}

impl Done {
    pub(crate) fn nothing() -> Self {
        Self::many(0)
    }

    pub(crate) fn one() -> Self {
        Self::many(1)
    }

    pub(crate) fn many(mutations: usize) -> Self {
        Self {
            mutations,
            returned: None,
        }
    }

    /// One change, whatever was given back.
    pub(crate) fn returning(returned: Option<impl Ranked>) -> Self {
        Self {
            mutations: 1,
            ..Self::maybe(returned)
        }
    }

    /// One change, if something was given back.
    pub(crate) fn maybe(returned: Option<impl Ranked>) -> Self {
        Self {
            mutations: returned.iter().count(),
            returned: returned.map(|returned| returned.rank()),
        }
    }

    pub(crate) fn and(self, next: Self) -> Self {
        Self {
            mutations: self.mutations + next.mutations,
            returned: self.returned.or(next.returned),
        }
    }

    /// One change, of a value as a whole.
    pub(crate) fn set<T>(place: &mut T, value: T) -> Self {
        *place = value;
        Self::one()
    }

    /// One change, if there is a value.
    pub(crate) fn set_some<T: Clone>(place: &mut T, value: Option<&T>) -> Self {
        match value {
            Some(value) => Self::set(place, value.clone()),
            None => Self::nothing(),
        }
    }
}
