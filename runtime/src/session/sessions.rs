//! [`Sessions`]: a set of sessions. Most have none or one, so it is small then.

use std::collections::HashMap;
use std::sync::Arc;

use super::Session;
use crate::address::Address;

/// Some sessions, told apart by what they are: the id of one that has closed
/// may be in use again, for another.
#[derive(Default)]
#[expect(
    clippy::box_collection,
    reason = "there are three of these in each instance"
)]
pub(crate) enum Sessions {
    #[default]
    None,
    One(Arc<Session>),
    Many(Box<HashMap<Address, Arc<Session>>>),
}

impl Sessions {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::None => true,
            Self::One(_) => false,
            Self::Many(sessions) => sessions.is_empty(),
        }
    }

    pub(crate) fn contains(&self, session: &Session) -> bool {
        match self {
            Self::None => false,
            Self::One(one) => std::ptr::eq(Arc::as_ptr(one), session),
            Self::Many(sessions) => sessions.contains_key(&Address::of(session)),
        }
    }

    pub(crate) fn insert(&mut self, session: Arc<Session>) {
        match self {
            Self::None => *self = Self::One(session),
            Self::One(one) if Arc::ptr_eq(one, &session) => {}
            Self::One(one) => {
                let both = [Arc::clone(one), session];
                let both = both.map(|session| (Address::of(&*session), session));
                *self = Self::Many(Box::new(HashMap::from(both)));
            }
            Self::Many(sessions) => {
                sessions.insert(Address::of(&*session), session);
            }
        }
    }

    /// Whether it was among them.
    pub(crate) fn remove(&mut self, session: &Session) -> bool {
        match self {
            Self::Many(sessions) => {
                let removed = sessions.remove(&Address::of(session)).is_some();
                if sessions.is_empty() {
                    *self = Self::None;
                }
                removed
            }
            _ if self.contains(session) => {
                *self = Self::None;
                true
            }
            _ => false,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Session>> {
        let (one, many) = match self {
            Self::None => (None, None),
            Self::One(one) => (Some(one), None),
            Self::Many(sessions) => (None, Some(sessions)),
        };
        let many = many.into_iter().flat_map(|sessions| sessions.values());
        one.into_iter().chain(many)
    }
}
