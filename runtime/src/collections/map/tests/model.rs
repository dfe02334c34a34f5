//! Random changes do to a map what they do to a `HashMap`, and nothing to clones.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::{iter, mem};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::changes::{Change, change};
use super::keys::{Bad, Worst};
use super::{check, check_same_shape};
use crate::collections::map::Map;
use crate::state::{Key, State};

/// A change, or something done to a map and a clone of it.
#[derive(Clone, Debug)]
enum Step<K> {
    Change(Change<K>),
    Snapshot,
    Swap(Index),
    RollBack(Index),
    Commit(Index),
    Forget(Index),
}

fn steps<K: Arbitrary + Clone + 'static>() -> impl Strategy<Value = Vec<Step<K>>> {
    use Step::*;
    let step = prop_oneof![
        20 => change().prop_map(Change),
        2 => Just(Snapshot),
        1 => any::<Index>().prop_map(Swap),
        1 => any::<Index>().prop_map(RollBack),
        1 => any::<Index>().prop_map(Commit),
        1 => any::<Index>().prop_map(Forget),
    ];
    vec(step, 0..120)
}

type Both<K> = (Map<K, u8>, HashMap<K, u8>);

fn check_same<K: Debug + Eq + Hash>((map, model): &Both<K>) {
    check(map);
    assert_eq!(map.len(), model.len());
    assert_eq!(map.is_empty(), model.is_empty());
    for (key, value) in model {
        assert_eq!(map.get_key_value(key), Some((key, value)));
    }
    for (key, value) in map {
        assert_eq!(model.get(key), Some(value));
    }
}

fn check_equal_to_rebuilt<K: Key + Debug + Eq + Hash + Ord>((map, model): &Both<K>) {
    let mut entries: Vec<(K, u8)> = model.clone().into_iter().collect();
    entries.sort();
    let rebuilt: Map<K, u8> = entries.iter().cloned().collect();
    assert_eq!(map, &rebuilt);
    assert!(map.same(&rebuilt));
    check_same_shape(&map.root, &rebuilt.root);
    let mut owned: Vec<(K, u8)> = map.clone().into_iter().collect();
    owned.sort();
    assert_eq!(owned, entries);
}

fn run<K: Key + Debug + Eq + Hash + Ord>(steps: Vec<Step<K>>) {
    let mut both = Both::default();
    let mut snapshots: Vec<Both<K>> = Vec::new();
    for step in steps {
        let length = snapshots.len();
        let snapshot = |index: Index| index.index(length);
        match step {
            Step::Change(change) => drop(change.apply(&mut both.0, &mut both.1)),
            Step::Snapshot => snapshots.push(both.clone()),
            _ if snapshots.is_empty() => {}
            Step::Swap(index) => mem::swap(&mut both, &mut snapshots[snapshot(index)]),
            Step::RollBack(index) => {
                let from = &snapshots[snapshot(index)];
                both.0.assign(&from.0);
                both.1.clone_from(&from.1);
            }
            Step::Commit(index) => {
                let index = snapshot(index);
                snapshots[index].0.assign(&both.0);
                snapshots[index].1.clone_from(&both.1);
            }
            Step::Forget(index) => drop(snapshots.swap_remove(snapshot(index))),
        }
        check_same(&both);
        snapshots.iter().for_each(check_same);
    }
    check_equal_to_rebuilt(&both);
    for snapshot in &snapshots {
        assert_eq!(snapshot.0 == both.0, snapshot.1 == both.1);
        assert_eq!(snapshot.0.same(&both.0), snapshot.1 == both.1);
    }
}

proptest! {
    #[test]
    fn numbers(steps in steps::<u8>()) {
        run(steps);
    }

    #[test]
    fn keys_whose_hashes_collide(steps in steps::<Bad>()) {
        run(steps);
    }

    #[test]
    fn keys_with_three_hashes(steps in steps::<Worst>()) {
        run(steps);
    }

    #[test]
    fn text(steps in steps::<String>()) {
        run(steps);
    }

    #[test]
    fn the_order_is_that_of_the_keys(
        map: Map<u16, u8>,
        other: Map<u16, u8>,
        removed in vec(any::<Index>(), 0..50),
    ) {
        let before: Vec<u16> = map.keys().copied().collect();
        let mut changed = map.clone();
        changed.extend(other);
        let kept: Vec<u16> = changed.keys().copied().filter(|key| map.contains_key(key)).collect();
        prop_assert_eq!(&before, &kept);

        let mut gone = Vec::new();
        for index in removed.iter().filter(|_| !before.is_empty()) {
            gone.push(*index.get(&before));
            changed.remove(index.get(&before));
        }
        let left = before.iter().filter(|key| !gone.contains(key));
        let kept = changed.keys().filter(|key| map.contains_key(key));
        prop_assert!(left.eq(kept));

        let rebuilt: Map<u16, u8> = before.iter().rev().map(|key| (*key, map[key])).collect();
        prop_assert!(iter::zip(&map, &rebuilt).all(|(one, other)| one == other));
    }
}
