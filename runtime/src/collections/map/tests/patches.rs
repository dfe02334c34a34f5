//! Patches fit the documents of the maps, and are no longer than they need to be.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;

use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;

use super::changes::{Change, change};
use super::keys::{Bad, Worst};
use crate::collections::map::Map;
use crate::state::{Key, Patch, State};

/// The text of the patch from `old` to `new`; empty when there is none.
fn patch<T: State>(old: &T, new: &T) -> String {
    let mut patch = Patch::new();
    new.diff(old, &mut patch);
    patch.finish().unwrap().unwrap_or_default()
}

fn document(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Checks that the patch from `old` to `new` leads there; returns how many
/// operations it has.
fn check<K: Key + Eq + Hash, V: State>(old: &Map<K, V>, new: &Map<K, V>) -> usize {
    let text = patch(old, new);
    let same = document(old) == document(new);
    assert_eq!(text.is_empty(), same);
    assert_eq!(old.same(new), same);
    if same {
        return 0;
    }
    let operations: json_patch::Patch = serde_json::from_str(&text).unwrap();
    let mut patched = document(old);
    json_patch::patch(&mut patched, &operations).unwrap();
    assert_eq!(patched, document(new));
    let whole = format!(
        r#"[{{"op":"replace","path":"","value":{}}}]"#,
        serde_json::to_string(new).unwrap()
    );
    assert!(operations.0.len() < 2 || text.len() <= whole.len());
    operations.0.len()
}

fn run<K: Key + Debug + Eq + Hash>(start: Vec<(K, u8)>, turns: Turns<K>) {
    let mut working: Map<K, u8> = start.iter().cloned().collect();
    let mut model: HashMap<K, u8> = start.into_iter().collect();
    let mut committed = Map::new();
    committed.assign(&working);
    for turn in turns {
        let (before, model_before) = (working.clone(), model.clone());
        let changes = turn
            .iter()
            .map(|change| change.apply(&mut working, &mut model));
        let mutations: usize = changes.sum();
        let operations = check(&committed, &working);
        assert!(operations <= mutations, "{operations} of {mutations}");
        check(&working, &committed);
        // Every second turn fails.
        if mutations.is_multiple_of(2) {
            committed.assign(&working);
        } else {
            working.assign(&committed);
            assert_eq!(working, before);
            model = model_before;
        }
        assert!(working.same(&committed));
        assert!(patch(&committed, &working).is_empty());
    }
}

/// A turn is some changes.
type Turns<K> = Vec<Vec<Change<K>>>;

fn turns<K: Arbitrary + Clone + 'static>() -> impl Strategy<Value = (Vec<(K, u8)>, Turns<K>)> {
    (
        vec(any::<(K, u8)>(), 0..150),
        vec(vec(change(), 0..6), 1..8),
    )
}

proptest! {
    #[test]
    fn numbers((start, turns) in turns::<u8>()) {
        run(start, turns);
    }

    #[test]
    fn keys_whose_hashes_collide((start, turns) in turns::<Bad>()) {
        run(start, turns);
    }

    #[test]
    fn keys_with_three_hashes((start, turns) in turns::<Worst>()) {
        run(start, turns);
    }

    #[test]
    fn maps_with_nothing_in_common(old: Map<String, i8>, new: Map<String, i8>) {
        check(&old, &new);
    }

    #[test]
    fn maps_with_much_in_common(old: Map<Bad, u8>, new: Map<Bad, u8>) {
        check(&old, &new);
    }

    #[test]
    fn maps_of_maps(old: Map<bool, Map<Bad, u8>>, key: bool, turn in vec(change(), 0..6)) {
        let mut new = old.clone();
        let inner = new.entry(key).or_default();
        let mut model = inner.iter().map(|(key, value)| (*key, *value)).collect();
        let changes = turn.iter().map(|change| change.apply(inner, &mut model));
        let mutations: usize = changes.sum();
        let operations = check(&old, &new);
        prop_assert!(operations <= mutations.max(1));
        check(&new, &old);
    }

    #[test]
    fn two_maps_that_are_swapped(one: Map<Bad, u8>, other: Map<Bad, u8>) {
        let old = (one.clone(), other.clone());
        let mut new = (one, other);
        std::mem::swap(&mut new.0, &mut new.1);
        check(&old.0, &new.0);
        check(&old.1, &new.1);
        let mut committed = old.clone();
        committed.assign(&new);
        prop_assert!(committed.same(&new));
        prop_assert_eq!(&committed.0, &old.1);
        prop_assert_eq!(&committed.1, &old.0);
    }
}

#[test]
fn floats_are_compared_by_their_bits() {
    let map = |value: f64| Map::from([(1, value)]);
    assert!(map(f64::NAN).same(&map(f64::NAN)));
    assert!(!map(0.0).same(&map(-0.0)));
    assert_ne!(map(f64::NAN), map(f64::NAN));
}

#[test]
fn the_text_of_a_patch() {
    let long = "x".repeat(200);
    let old = Map::from([
        ("a/b".to_owned(), vec![long.clone()]),
        ("keep".to_owned(), vec![long]),
    ]);
    let mut new = old.clone();
    new.get_mut("a/b").unwrap().push("y".to_owned());
    assert_eq!(
        patch(&old, &new),
        r#"[{"op":"add","path":"/a~1b/1","value":"y"}]"#
    );
    new.remove("a/b");
    assert_eq!(patch(&old, &new), r#"[{"op":"remove","path":"/a~1b"}]"#);
    new.insert("\n".to_owned(), vec![]);
    new.remove("keep");
    assert_eq!(
        patch(&old, &new),
        r#"[{"op":"replace","path":"","value":{"\n":[]}}]"#
    );
}
