//! Values to compare, made so that two of them have much in common and that a
//! part of one is worth less than the whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::Hash;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Texts out of few, most of them so long that a whole is not resent for them.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0..4_u8).prop_map(|letter| char::from(b'a' + letter).to_string().repeat(90)),
        1 => name(),
        1 => any::<String>(),
    ]
}

const NAMES: &[&str] = &[
    "",
    "a",
    "b",
    "/",
    "~",
    "~0",
    "~1",
    "a/b~c",
    "\"",
    "\\",
    "\\u0000",
    "\n\t\r",
    "\u{0}",
    "\u{1f}\u{7f}",
    "é",
    "🦀",
    "\u{2028}",
    "0",
    "-",
    "-1",
    "01",
    "__proto__",
];

/// Names that a JSON Pointer or a JSON text has to escape, and plain ones.
pub(crate) fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => proptest::sample::select(NAMES).prop_map(String::from),
        1 => any::<String>(),
    ]
}

/// Integers out of few.
pub(crate) fn small() -> impl Strategy<Value = i32> {
    0..4_i32
}

/// Floats of which some are no numbers.
pub(crate) fn float() -> impl Strategy<Value = f64> {
    prop_oneof![
        proptest::num::f64::ANY,
        proptest::sample::select(
            &[
                0.0,
                -0.0,
                1.0,
                f64::NAN,
                -f64::NAN,
                f64::INFINITY,
                f64::NEG_INFINITY,
                f64::MAX
            ][..]
        ),
    ]
}

/// Sequences of up to 7 elements.
pub(crate) fn few<T: std::fmt::Debug>(
    element: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<T>> {
    vec(element, 0..8)
}

/// What is left of one long sequence after a few of its elements were taken out
/// and others changed.
pub(crate) fn remains() -> impl Strategy<Value = Vec<u32>> {
    let edits = vec((0..60_usize, 0..3_u8), 0..4);
    edits.prop_map(|edits| {
        let mut sequence: Vec<u32> = (1000..1060).collect();
        for (index, kind) in edits {
            let index = index.min(sequence.len() - 1);
            match kind {
                0 => drop(sequence.remove(index)),
                1 => sequence.insert(index, 7),
                _ => sequence[index] = 7,
            }
        }
        sequence
    })
}

/// A deque whose ring does not start at its beginning.
pub(crate) fn turned<T: std::fmt::Debug + Clone>(
    elements: impl Strategy<Value = Vec<T>>,
) -> impl Strategy<Value = VecDeque<T>> {
    (elements, 0..8_usize).prop_map(|(elements, by)| {
        let mut deque: VecDeque<T> = elements.into();
        for _ in 0..by.min(deque.len()) {
            let first = deque.pop_front();
            deque.extend(first);
        }
        deque
    })
}

pub(crate) fn hash_map<K: Hash + Eq + std::fmt::Debug, V: std::fmt::Debug>(
    key: impl Strategy<Value = K>,
    value: impl Strategy<Value = V>,
) -> impl Strategy<Value = HashMap<K, V>> {
    vec((key, value), 0..8).prop_map(|entries| entries.into_iter().collect())
}

pub(crate) fn btree_map<K: Ord + std::fmt::Debug, V: std::fmt::Debug>(
    key: impl Strategy<Value = K>,
    value: impl Strategy<Value = V>,
) -> impl Strategy<Value = BTreeMap<K, V>> {
    vec((key, value), 0..8).prop_map(|entries| entries.into_iter().collect())
}

/// Sets of which many have the same elements in another order.
pub(crate) fn hash_set<T: Hash + Eq + Clone + std::fmt::Debug>(
    element: impl Strategy<Value = T>,
) -> impl Strategy<Value = HashSet<T>> {
    (vec(element, 0..6), 0..100_usize).prop_map(|(elements, capacity)| {
        let mut set = HashSet::with_capacity(capacity);
        set.extend(elements);
        set
    })
}

pub(crate) fn btree_set<T: Ord + std::fmt::Debug>(
    element: impl Strategy<Value = T>,
) -> impl Strategy<Value = BTreeSet<T>> {
    vec(element, 0..8).prop_map(|elements| elements.into_iter().collect())
}

pub(crate) fn object() -> impl Strategy<Value = Map<String, Value>> {
    vec((name(), json()), 0..6).prop_map(|entries| entries.into_iter().collect())
}

/// JSON of any shape, up to four levels deep.
pub(crate) fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        small().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        float().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((name(), inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}
