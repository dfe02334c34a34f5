//! The exact text of the patch for one change of one type.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::PathBuf;

use serde_json::json;

use super::{patch, replaced};
use crate::state::{Patch, State, opaque};

/// Values so long that no replacement of what holds them is shorter;
/// [`short`] takes the length out again.
fn long<C: FromIterator<String>>(values: &[&str]) -> C {
    values
        .iter()
        .map(|value| format!("{value:-<200}"))
        .collect()
}

fn short(patch: &str) -> String {
    patch.replace('-', "")
}

#[test]
fn a_scalar_at_the_root_is_replaced_at_the_empty_path() {
    assert_eq!(patch(&1, &2), replaced("", "2"));
    assert_eq!(
        patch(&String::from("a"), &String::from("b")),
        replaced("", "'b'")
    );
    assert_eq!(patch(&1, &1), "");
    assert_eq!(patch(&(), &()), "");
}

#[test]
fn integers_beyond_64_bits_are_written_in_full() {
    assert_eq!(
        patch(&0, &u128::MAX),
        replaced("", "340282366920938463463374607431768211455")
    );
    assert_eq!(
        patch(&0, &i128::MIN),
        replaced("", "-170141183460469231731687303715884105728")
    );
}

#[test]
fn floats_are_compared_by_their_bits() {
    assert!(f64::NAN.same(&f64::NAN));
    assert!(!0.0_f64.same(&-0.0));
    assert_eq!(patch(&f64::NAN, &f64::NAN), "");
    assert_eq!(patch(&0.0, &-0.0), replaced("", "-0.0"));
    assert_eq!(patch(&0.0, &f64::NAN), replaced("", "null"));
    assert_eq!(patch(&f64::NAN, &f64::INFINITY), "");
    assert_eq!(patch(&0.0_f32, &0.1), replaced("", "0.1"));
    assert!(!json!(0.0).same(&json!(-0.0)));
}

#[test]
fn an_option_has_the_path_of_its_value() {
    assert_eq!(patch(&None, &Some(1)), replaced("", "1"));
    assert_eq!(patch(&Some(1), &None), replaced("", "null"));
    assert_eq!(patch(&Some((1, 2)), &Some((1, 3))), replaced("/1", "3"));
    assert_eq!(patch(&None, &Some(f64::NAN)), replaced("", "null"));
    assert_eq!(patch(&Some(None), &Some(Some(1))), replaced("", "1"));
    assert!(!Some(None::<u8>).same(&None));
}

#[test]
fn elements_are_removed_from_the_end_and_appended_by_index() {
    let change = |old: &[&str], new: &[&str]| short(&patch::<Vec<_>>(&long(old), &long(new)));
    assert_eq!(
        change(&["a", "b", "c", "d", "e"], &["a", "b", "c"]),
        "[{'op':'remove','path':'/4'},{'op':'remove','path':'/3'}]"
    );
    assert_eq!(
        change(&["a"], &["a", "b", "c"]),
        "[{'op':'add','path':'/1','value':'b'},{'op':'add','path':'/2','value':'c'}]"
    );
    assert_eq!(
        change(&["a", "b", "z"], &["a", "c", "d", "z"]),
        "[{'op':'replace','path':'/1','value':'c'},{'op':'add','path':'/2','value':'d'}]"
    );
    assert_eq!(
        patch(&Vec::new(), &vec!['a']),
        "[{'op':'add','path':'/0','value':'a'}]"
    );
}

#[test]
fn only_the_middle_of_a_sequence_is_compared() {
    let old: VecDeque<u32> = (0..100).collect();
    let mut new = old.clone();
    new.pop_front();
    assert_eq!(patch(&old, &new), "[{'op':'remove','path':'/0'}]");
    assert_eq!(patch(&new, &old), "[{'op':'add','path':'/0','value':0}]");
    let mut new = old.clone();
    new.remove(50);
    new.insert(50, 1000);
    assert_eq!(patch(&old, &new), replaced("/50", "1000"));
    let repeated = vec![7; 10];
    assert_eq!(
        patch(&repeated, &vec![7; 9]),
        "[{'op':'remove','path':'/9'}]"
    );
}

#[test]
fn an_element_is_changed_inside() {
    let row = |score| (String::from("a name that is long"), score);
    assert_eq!(
        patch(&vec![row(1), row(2), row(3)], &vec![row(1), row(9), row(3)]),
        replaced("/1/1", "9")
    );
    assert_eq!(
        patch(&[[0; 3]; 3], &[[0; 3], [0, 1, 0], [0; 3]]),
        replaced("/1/1", "1")
    );
}

#[test]
fn the_entries_of_a_sorted_map_come_in_its_order() {
    let map = |keys: [u8; 4], values: &[&str]| -> BTreeMap<u8, String> {
        keys.into_iter().zip(long::<Vec<_>>(values)).collect()
    };
    let old = map([1, 2, 3, 5], &["a", "b", "c", "e"]);
    let new = map([2, 3, 4, 5], &["b", "x", "d", "e"]);
    assert_eq!(
        short(&patch(&old, &new)),
        "[{'op':'remove','path':'/1'},{'op':'replace','path':'/3','value':'x'},\
         {'op':'add','path':'/4','value':'d'}]"
    );
}

#[test]
fn an_entry_is_changed_at_its_escaped_key() {
    let map = |score| HashMap::from([(String::from("a/b"), (String::from("name"), score))]);
    assert_eq!(patch(&map(1), &map(2)), replaced("/a~1b/1", "2"));
    assert_eq!(
        patch(&json!({ "~": [1, 2] }), &json!({ "~": [1, 3] })),
        replaced("/~0/1", "3")
    );
    assert_eq!(
        patch(&json!({ "": 1 }), &json!({})),
        "[{'op':'remove','path':'/'}]"
    );
}

#[test]
fn a_hashed_set_is_replaced_whole_and_keeps_the_order_of_its_origin() {
    let mut old = HashSet::from([1]);
    let new: HashSet<i32> = (0..1000).collect();
    assert_eq!(
        patch(&old, &new),
        replaced("", &serde_json::to_string(&new).unwrap())
    );
    old.assign(&new);
    assert!(old.iter().eq(&new));
    let (mut small, large) = (HashSet::with_capacity(4), HashSet::with_capacity(1000));
    let (mut large, elements): (HashSet<i32>, _) = (large, [1, 2, 3]);
    small.extend(elements);
    large.extend(elements);
    small.assign(&large);
    assert!(small.iter().eq(&large));
}

#[test]
fn a_sorted_set_is_an_array_with_the_indexes_of_the_moment() {
    let old: BTreeSet<_> = long(&["b", "c", "e", "g", "h"]);
    let new: BTreeSet<_> = long(&["a", "c", "f", "g"]);
    assert_eq!(
        short(&patch(&old, &new)),
        "[{'op':'add','path':'/0','value':'a'},{'op':'remove','path':'/1'},\
         {'op':'remove','path':'/2'},{'op':'add','path':'/2','value':'f'},\
         {'op':'remove','path':'/4'}]"
    );
}

#[test]
fn a_path_is_compared_by_its_text() {
    assert_eq!(
        patch(&PathBuf::from("a//b"), &PathBuf::from("a/b")),
        replaced("", "'a/b'")
    );
    let mut set = BTreeSet::from([PathBuf::from("a//b")]);
    let from = BTreeSet::from([PathBuf::from("a/b")]);
    assert_eq!(patch(&set, &from), replaced("/0", "'a/b'"));
    set.assign(&from);
    assert!(set.same(&from));
}

#[test]
fn an_opaque_value_is_replaced_whole() {
    let mut patch = Patch::new();
    opaque::diff(&[1, 2, 3], &[1, 2, 3], &mut patch);
    assert!(patch.is_empty());
    opaque::diff(&[1, 2, 3], &[1, 2, 4], &mut patch);
    assert_eq!(
        patch.finish().unwrap().unwrap().replace('"', "'"),
        replaced("", "[1,2,3]")
    );
    let mut value = vec![1];
    opaque::assign(&mut value, &vec![2, 3]);
    assert!(opaque::same(&value, &vec![2, 3]));
}

#[cfg(feature = "chrono")]
#[test]
fn a_change_of_offset_alone_is_a_change() {
    let instant = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
    let (mut old, new) = (
        instant("2020-01-01T00:00:00Z"),
        instant("2020-01-01T02:00:00+02:00"),
    );
    assert_eq!(old, new);
    assert_eq!(
        patch(&old, &new),
        replaced("", "'2020-01-01T02:00:00+02:00'")
    );
    old.assign(&new);
    assert!(old.same(&new));
}
