//! How many entries are looked at, by count and not by time, and their size.

use std::borrow::Cow;
use std::cell::Cell;
use std::mem::size_of;

use serde::{Deserialize, Serialize, Serializer};

use crate::collections::map::Map;
use crate::collections::map::node::{Node, Slot};
use crate::state::{Key, Patch, State};

thread_local! {
    static COMPARED: Cell<usize> = const { Cell::new(0) };
    static WRITTEN: Cell<usize> = const { Cell::new(0) };
    static NAMED: Cell<usize> = const { Cell::new(0) };
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

/// Counts how often its name is asked for.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Named(u32);

impl Key for Named {
    fn key(&self) -> Cow<'_, str> {
        NAMED.set(NAMED.get() + 1);
        Cow::Owned(self.0.to_string())
    }

    fn from_key(name: &str) -> Option<Self> {
        u32::from_key(name).map(Self)
    }
}

#[test]
fn a_map_that_is_emptied_is_replaced_without_a_look() {
    let map: Map<Named, u32> = (0..1000).map(|number| (Named(number), number)).collect();
    let mut patch = Patch::new();
    Map::new().diff(&map, &mut patch);
    assert_eq!(
        patch.finish().unwrap().unwrap(),
        r#"[{"op":"replace","path":"","value":{}}]"#
    );
    assert_eq!(NAMED.get(), 0);
}

#[test]
fn a_slot_is_no_larger_than_what_is_in_it() {
    let child = size_of::<Node<u64, u64>>();
    assert_eq!(child, 3 * size_of::<usize>());
    assert_eq!(size_of::<Slot<u64, u64>>(), child);
    assert_eq!(size_of::<Slot<u8, u8>>(), child);
    assert_eq!(size_of::<Slot<String, String>>(), 2 * size_of::<String>());
}
