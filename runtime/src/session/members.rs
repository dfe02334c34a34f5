//! [`Members`]: values by instance. Most connections touch one instance, so it
//! is small then.

use std::collections::HashMap;

use crate::address::Address;

/// What a connection keeps for each instance that it touched.
#[derive(Default)]
#[expect(
    clippy::box_collection,
    reason = "there is one of these in each session"
)]
pub(super) enum Members<T> {
    #[default]
    None,
    One(Address, T),
    Many(Box<HashMap<Address, T>>),
}

impl<T> Members<T> {
    pub(super) fn get(&self, at: Address) -> Option<&T> {
        match self {
            Self::One(one, value) if *one == at => Some(value),
            Self::None | Self::One(..) => None,
            Self::Many(values) => values.get(&at),
        }
    }

    pub(super) fn get_mut(&mut self, at: Address) -> Option<&mut T> {
        match self {
            Self::One(one, value) if *one == at => Some(value),
            Self::None | Self::One(..) => None,
            Self::Many(values) => values.get_mut(&at),
        }
    }

    /// The value of an instance, made if there is none.
    pub(super) fn get_or_insert(&mut self, at: Address, value: impl FnOnce() -> T) -> &mut T {
        self.make_room(at);
        match self {
            Self::Many(values) => values.entry(at).or_insert_with(value),
            Self::One(_, one) => one,
            Self::None => {
                *self = Self::One(at, value());
                self.get_mut(at).expect("it has just been inserted")
            }
        }
    }

    /// Becomes a map, if another instance has the only place.
    fn make_room(&mut self, at: Address) {
        if matches!(self, Self::One(one, _) if *one != at)
            && let Self::One(one, first) = std::mem::take(self)
        {
            *self = Self::Many(Box::new(HashMap::from([(one, first)])));
        }
    }

    pub(super) fn remove(&mut self, at: Address) -> Option<T> {
        if let Self::Many(values) = self {
            return values.remove(&at);
        }
        self.get(at)?;
        match std::mem::take(self) {
            Self::One(_, value) => Some(value),
            Self::None | Self::Many(_) => None,
        }
    }

    pub(super) fn into_values(self) -> impl Iterator<Item = T> {
        let (one, many) = match self {
            Self::None => (None, None),
            Self::One(_, value) => (Some(value), None),
            Self::Many(values) => (None, Some(values.into_values())),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_what_each_instance_has_however_many_they_are() {
        let instances = [0_u64; 5];
        let addresses = instances.each_ref().map(Address::of);
        for count in 0..=addresses.len() {
            let mut members = Members::default();
            for (number, at) in addresses[..count].iter().enumerate() {
                assert_eq!(*members.get_or_insert(*at, || number), number);
                assert_eq!(*members.get_or_insert(*at, || 99), number);
            }
            for (number, at) in addresses.iter().enumerate() {
                let expected = (number < count).then_some(number);
                assert_eq!(members.get(*at).copied(), expected);
                assert_eq!(members.get_mut(*at).copied(), expected);
            }
            let Some((last, rest)) = addresses[..count].split_last() else {
                assert_eq!(members.remove(addresses[0]), None);
                continue;
            };
            assert_eq!(members.remove(*last), Some(rest.len()));
            assert_eq!(members.remove(*last), None);
            let mut left: Vec<_> = members.into_values().collect();
            left.sort_unstable();
            assert_eq!(left, (0..rest.len()).collect::<Vec<_>>());
        }
    }
}
