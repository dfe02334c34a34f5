//! What clones share after one of them is changed, and what is moved or cloned.

use std::cell::Cell;
use std::collections::HashSet;
use std::hash::Hash;
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use super::check;
use super::keys::Bad;
use crate::collections::map::node::{Node, Slot};
use crate::collections::map::{Entry, Map};
use crate::state::State;

fn thousand() -> Map<u32, u32> {
    (0..1000).map(|number| (number, number)).collect()
}

/// Counts the nodes of the first that the second does not share.
fn unshared<K, V>(map: &Map<K, V>, other: &Map<K, V>) -> usize {
    fn nodes<K, V>(node: &Node<K, V>) -> Vec<*const Slot<K, V>> {
        let children = node.slots().iter().flat_map(|slot| match slot {
            Slot::Child(child) => nodes(child),
            Slot::Entry(..) | Slot::Vacant => Vec::new(),
        });
        iter::once(node.slots().as_ptr()).chain(children).collect()
    }
    let others: HashSet<_> = nodes(&other.root).into_iter().collect();
    let mine = nodes(&map.root).into_iter();
    mine.filter(|node| !others.contains(node)).count()
}

#[test]
fn a_change_copies_one_node_per_level() {
    let map = thousand();
    let depth = 1..=5;
    let changed = |change: &dyn Fn(&mut Map<u32, u32>)| {
        let mut copy = map.clone();
        change(&mut copy);
        check(&copy);
        unshared(&copy, &map)
    };
    assert!(depth.contains(&changed(&|map| *map.get_mut(&7).unwrap() = 8)));
    assert!(depth.contains(&changed(&|map| _ = map.insert(7, 8))));
    assert!(depth.contains(&changed(&|map| _ = map.insert(7000, 8))));
    assert!(depth.contains(&changed(&|map| _ = map.remove(&7))));
    assert!(depth.contains(&changed(&|map| map.retain(|key, _| *key != 7))));
    assert!(depth.contains(&changed(&|map| _ = map.iter_mut().next())));
}

#[test]
fn what_changes_nothing_copies_nothing() {
    let map = thousand();
    let mut copy = map.clone();
    assert!(copy.get_mut(&7000).is_none());
    assert!(copy.remove(&7000).is_none());
    copy.retain(|_, _| true);
    assert!(matches!(copy.entry(7000), Entry::Vacant(_)));
    if let Entry::Occupied(entry) = copy.entry(7) {
        assert_eq!(entry.get(), &7);
    }
    assert!(copy.is_shared_with(&map));
    copy.assign(&map);
    assert!(copy.is_shared_with(&map));
}

#[test]
fn where_nothing_is_shared_values_stay_where_they_are() {
    let mut map = thousand();
    let before = ptr::from_ref(&map[&7]);
    *map.get_mut(&7).unwrap() = 8;
    map.insert(7, 9);
    map.values_mut().for_each(|value| *value += 1);
    assert!(ptr::eq(before, &raw const map[&7]));
}

#[test]
fn assign_shares_everything() {
    let mut map = thousand();
    let from = Map::from([(1, 1)]);
    map.assign(&from);
    assert!(map.is_shared_with(&from));
    assert_eq!(map.len(), 1);
}

thread_local! {
    static CLONES: Cell<usize> = const { Cell::new(0) };
}

/// Counts its clones; with 13 in it, cannot be cloned.
#[derive(Debug, PartialEq)]
struct Counted(u32);

impl Clone for Counted {
    fn clone(&self) -> Self {
        assert_ne!(self.0, 13, "cannot be cloned");
        CLONES.set(CLONES.get() + 1);
        Self(self.0)
    }
}

/// A map of 40 entries, one of which cannot be cloned.
fn with_unlucky<K: Clone + Eq + Hash>(key: fn(u8) -> K, unlucky: u8) -> Map<K, Counted> {
    let value = |number| Counted(if number == unlucky { 13 } else { 0 });
    (0..40).map(|number| (key(number), value(number))).collect()
}

fn check_no_clones<K: Clone + Eq + Hash>(key: fn(u8) -> K) {
    let mut map = with_unlucky(key, 50);
    map.insert(key(5), Counted(6));
    map.entry(key(50)).or_insert(Counted(7));
    map.retain(|_, value| value.0 != 6);
    for number in 10..20 {
        map.remove(&key(number));
    }
    map.values_mut().for_each(|value| value.0 = 13);
    check(&map);
    assert_eq!(map.into_iter().count(), 30);
    assert_eq!(CLONES.get(), 0);
}

#[test]
fn where_nothing_is_shared_no_value_is_cloned() {
    check_no_clones(|number| number);
    check_no_clones(Bad);
}

fn check_failures<K: Clone + Eq + Hash>(key: fn(u8) -> K) {
    let mut failures = 0;
    for unlucky in 0..40 {
        let map = with_unlucky(key, unlucky);
        let mut copy = map.clone();
        let mut attempt = |change: &dyn Fn(&mut Map<K, Counted>)| {
            let result = catch_unwind(AssertUnwindSafe(|| change(&mut copy)));
            failures += usize::from(result.is_err());
            check(&copy);
        };
        for number in (0..40).filter(|number| *number != unlucky) {
            attempt(&|map| _ = map.remove(&key(number)));
            attempt(&|map| _ = map.insert(key(number), Counted(1)));
            attempt(&|map| _ = map.insert(key(number + 40), Counted(1)));
        }
        check(&map);
        assert_eq!(map[&key(unlucky)].0, 13);
        assert_eq!(map.values().filter(|value| value.0 == 0).count(), 39);
    }
    assert!(failures > 40, "{failures}");
}

#[test]
fn a_shared_map_is_whole_after_a_clone_failed() {
    check_failures(|number| number);
    check_failures(Bad);
}
