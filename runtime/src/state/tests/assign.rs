//! What `assign` clones, and what it leaves behind when that fails.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::state::State;

/// Says how often it was cloned.
#[derive(Debug)]
struct Counted(u32, Arc<AtomicUsize>);

impl Clone for Counted {
    fn clone(&self) -> Self {
        assert_ne!(self.0, 13, "cannot be cloned");
        self.1.fetch_add(1, Ordering::Relaxed);
        Self(self.0, self.1.clone())
    }
}

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u32::deserialize(deserializer)?;
        Ok(Self(number, Arc::default()))
    }
}

impl State for Counted {
    fn same(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

fn clones_of_assign<T: State>(
    to: impl FnOnce(Vec<Counted>) -> T,
    from: impl FnOnce(Vec<Counted>) -> T,
    (old, new): (&[u32], &[u32]),
) -> usize {
    let count = Arc::default();
    let counted = |numbers: &[u32]| {
        numbers
            .iter()
            .map(|number| Counted(*number, Arc::clone(&count)))
            .collect()
    };
    let (mut value, from) = (to(counted(old)), from(counted(new)));
    value.assign(&from);
    assert!(value.same(&from));
    count.load(Ordering::Relaxed)
}

#[test]
fn assign_clones_only_what_differs() {
    let vec = |change| clones_of_assign(|old| old, |new| new, change);
    let deque = |change| clones_of_assign(VecDeque::from, VecDeque::from, change);
    let map = |change| {
        let map = |values: Vec<Counted>| -> BTreeMap<u32, Counted> {
            values.into_iter().map(|value| (value.0, value)).collect()
        };
        clones_of_assign(map, map, change)
    };
    for (change, expected) in [
        ((&[1, 2, 3][..], &[1, 2, 3][..]), 0),
        ((&[1, 2, 3], &[1, 2, 3, 4]), 1),
        ((&[1, 2, 3], &[0, 1, 2, 3]), 1),
        ((&[1, 2, 3], &[1, 3]), 0),
        ((&[1, 2, 3], &[1, 9, 3]), 1),
        ((&[1, 2, 3], &[]), 0),
        ((&[], &[1, 2, 3]), 3),
        ((&[1, 2, 3], &[1, 7, 8, 9, 3]), 3),
    ] {
        assert_eq!(vec(change), expected, "{change:?}");
        assert_eq!(deque(change), expected, "{change:?}");
        assert_eq!(map(change), expected, "{change:?}");
    }
}

#[test]
fn a_panicking_clone_leaves_a_valid_value() {
    let counted = |numbers: &[u32]| -> Vec<Counted> {
        numbers
            .iter()
            .map(|number| Counted(*number, Arc::default()))
            .collect()
    };
    let (old, new) = (counted(&[1, 2, 5]), counted(&[1, 8, 9, 13, 14, 5]));
    let mut deque = VecDeque::from(old.clone());
    let new_deque: VecDeque<_> = new.into();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        deque.assign(&new_deque);
    }));
    assert!(outcome.is_err());
    let old = VecDeque::from(old);
    deque.assign(&old);
    assert!(deque.same(&old));

    let (mut vec, new) = (Vec::from(old.clone()), Vec::from(new_deque));
    let outcome = catch_unwind(AssertUnwindSafe(|| vec.assign(&new)));
    assert!(outcome.is_err());
    let old = Vec::from(old);
    vec.assign(&old);
    assert!(vec.same(&old));
}
