//! How many entries are looked at, by count and not by time, and their size.

use std::cell::Cell;
use std::mem::size_of;

use serde::{Deserialize, Serialize, Serializer};

use crate::collections::map::Map;
use crate::collections::map::node::{Node, Slot};
use crate::state::{Patch, State};

thread_local! {
    static COMPARED: Cell<usize> = const { Cell::new(0) };
    static WRITTEN: Cell<usize> = const { Cell::new(0) };
}

/// Counts how often it is compared and written.
#[derive(Clone, Deserialize)]
struct Watched(u32);

impl Serialize for Watched {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WRITTEN.set(WRITTEN.get() + 1);
        self.0.serialize(serializer)
    }
}

impl State for Watched {
    fn same(&self, other: &Self) -> bool {
        COMPARED.set(COMPARED.get() + 1);
        self.0 == other.0
    }
}

#[test]
fn a_small_change_of_a_large_map_is_cheap() {
    let map: Map<u32, Watched> = (0..100_000)
        .map(|number| (number, Watched(number)))
        .collect();
    for changes in [1, 2, 50] {
        let mut draft = map.clone();
        for number in 0..changes {
            draft.get_mut(&(number * 7)).unwrap().0 += 1;
            draft.remove(&(number * 7 + 1));
            draft.insert(100_000 + number, Watched(1));
        }
        let per_change = |count: usize| count / changes as usize;
        COMPARED.set(0);
        WRITTEN.set(0);
        let mut patch = Patch::new();
        draft.diff(&map, &mut patch);
        assert!(!patch.is_empty());
        assert!(per_change(COMPARED.get()) <= 100, "{}", COMPARED.get());
        assert!(per_change(WRITTEN.get()) <= 20, "{}", WRITTEN.get());

        COMPARED.set(0);
        let mut committed = map.clone();
        committed.assign(&draft);
        assert!(committed.same(&draft));
        assert_eq!(COMPARED.get(), 0);
    }
}

#[test]
fn a_slot_is_no_larger_than_what_is_in_it() {
    let child = size_of::<Node<u64, u64>>();
    assert_eq!(child, 3 * size_of::<usize>());
    assert_eq!(size_of::<Slot<u64, u64>>(), child);
    assert_eq!(size_of::<Slot<u8, u8>>(), child);
    assert_eq!(size_of::<Slot<String, String>>(), 2 * size_of::<String>());
}
