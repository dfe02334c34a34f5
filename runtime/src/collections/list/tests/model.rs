//! Every operation against that of `Vec`, with snapshots that stay as they were.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;

use super::check;
use crate::collections::List;

#[derive(Debug, Clone)]
pub(super) enum Change {
    Push(u8),
    Extend(Vec<u8>),
    Pop,
    PopMany(usize),
    Insert(usize, u8),
    InsertMany(usize, Vec<u8>),
    Remove(usize),
    RemoveMany(usize, usize),
    Set(usize, u8),
    First(u8),
    Last(u8),
    Swap(usize, usize),
    Truncate(usize),
    Retain(u8),
    RetainMost(u8),
    Sort,
    SortBy,
    Clear,
    Rebuild,
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    use Change::*;
    let at = any::<usize>;
    let value = 0..20_u8;
    prop_oneof![
        8 => value.clone().prop_map(Push),
        4 => prop::collection::vec(value.clone(), 0..80).prop_map(Extend),
        6 => Just(Pop),
        2 => (0..40_usize).prop_map(PopMany),
        8 => (at(), value.clone()).prop_map(|(at, value)| Insert(at, value)),
        4 => (at(), prop::collection::vec(value.clone(), 0..60))
            .prop_map(|(at, values)| InsertMany(at, values)),
        8 => at().prop_map(Remove),
        4 => (at(), 0..60_usize).prop_map(|(at, count)| RemoveMany(at, count)),
        6 => (at(), value.clone()).prop_map(|(at, value)| Set(at, value)),
        1 => value.clone().prop_map(First),
        1 => value.clone().prop_map(Last),
        2 => (at(), at()).prop_map(|(a, b)| Swap(a, b)),
        2 => at().prop_map(Truncate),
        1 => value.clone().prop_map(Retain),
        2 => value.prop_map(RetainMost),
        1 => Just(Sort),
        1 => Just(SortBy),
        1 => Just(Clear),
        1 => Just(Rebuild),
    ]
}

/// Changes to single elements, which a patch tells in two operations at most.
pub(super) fn point_change() -> impl Strategy<Value = Change> {
    use Change::*;
    let at = any::<usize>;
    let value = 0..20_u8;
    prop_oneof![
        value.clone().prop_map(Push),
        Just(Pop),
        (at(), value.clone()).prop_map(|(at, value)| Insert(at, value)),
        at().prop_map(Remove),
        (at(), value).prop_map(|(at, value)| Set(at, value)),
    ]
}

/// Does the same to both.
pub(super) fn apply(list: &mut List<u8>, vec: &mut Vec<u8>, change: &Change) {
    let len = vec.len();
    match change {
        Change::Push(value) => {
            list.push(*value);
            vec.push(*value);
        }
        Change::Extend(values) => {
            list.extend(values.iter().copied());
            vec.extend(values);
        }
        Change::Pop => assert_eq!(list.pop(), vec.pop()),
        Change::PopMany(count) => {
            for _ in 0..*count {
                assert_eq!(list.pop(), vec.pop());
            }
        }
        Change::Insert(at, value) => {
            list.insert(at % (len + 1), *value);
            vec.insert(at % (len + 1), *value);
        }
        Change::InsertMany(at, values) => {
            for value in values {
                list.insert(at % (len + 1), *value);
                vec.insert(at % (len + 1), *value);
            }
        }
        Change::RemoveMany(at, count) => {
            for _ in 0..*count {
                remove(list, vec, *at);
                check(list);
            }
        }
        Change::Retain(value) => retain(list, vec, |element| element < value),
        Change::RetainMost(value) => retain(list, vec, |element| element != value),
        Change::Sort => {
            list.sort();
            vec.sort_unstable();
        }
        Change::SortBy => {
            // Not told apart by all of the value, so that stability shows.
            list.sort_by(|a, b| (b / 4).cmp(&(a / 4)));
            vec.sort_by_key(|element| std::cmp::Reverse(element / 4));
        }
        Change::Clear => {
            list.clear();
            vec.clear();
        }
        Change::Rebuild => *list = std::mem::take(list).into_iter().collect(),
        Change::Truncate(at) => {
            list.truncate(at % (len + 10));
            vec.truncate(at % (len + 10));
        }
        Change::Remove(at) => remove(list, vec, *at),
        _ if len > 0 => apply_to_some(list, vec, change),
        _ => {}
    }
}

fn apply_to_some(list: &mut List<u8>, vec: &mut [u8], change: &Change) {
    let len = vec.len();
    match change {
        Change::Set(at, value) => {
            list[at % len] = *value;
            vec[at % len] = *value;
        }
        Change::First(value) => {
            *list.first_mut().unwrap() = *value;
            vec[0] = *value;
        }
        Change::Last(value) => {
            *list.last_mut().unwrap() = *value;
            vec[len - 1] = *value;
        }
        Change::Swap(a, b) => {
            list.swap(a % len, b % len);
            vec.swap(a % len, b % len);
        }
        _ => unreachable!(),
    }
}

fn remove(list: &mut List<u8>, vec: &mut Vec<u8>, at: usize) {
    if !vec.is_empty() {
        let at = at % vec.len();
        assert_eq!(list.remove(at), vec.remove(at));
    }
}

fn retain(list: &mut List<u8>, vec: &mut Vec<u8>, keep: impl Fn(&u8) -> bool) {
    let mut asked = Vec::new();
    let before = vec.clone();
    list.retain(|element| {
        asked.push(*element);
        keep(element)
    });
    vec.retain(|element| keep(element));
    assert_eq!(asked, before);
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// All that can be read.
fn compare(list: &List<u8>, vec: &Vec<u8>) {
    check(list);
    assert_eq!(list.len(), vec.len());
    assert_eq!(list.is_empty(), vec.is_empty());
    assert!(list.iter().eq(vec));
    assert!(list.iter().rev().eq(vec.iter().rev()));
    assert_eq!(list.first(), vec.first());
    assert_eq!(list.last(), vec.last());
    for index in (0..vec.len() + 2).step_by(1 + vec.len() / 16) {
        assert_eq!(list.get(index), vec.get(index));
    }
    assert_eq!(list.contains(&3), vec.contains(&3));
    assert_eq!(format!("{list:?}"), format!("{vec:?}"));
    assert_eq!(hash(list), hash(vec));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn is_a_vector(changes in prop::collection::vec((change(), any::<bool>()), 1..80)) {
        let (mut list, mut vec) = (List::new(), Vec::new());
        let mut snapshots = vec![(list.clone(), vec.clone())];
        for (change, keep) in &changes {
            apply(&mut list, &mut vec, change);
            compare(&list, &vec);
            if *keep {
                snapshots.push((list.clone(), vec.clone()));
            }
        }
        for (list, vec) in &snapshots {
            compare(list, vec);
        }
        prop_assert!(list.into_iter().eq(vec));
    }

    #[test]
    fn goes_back_to_any_snapshot(
        changes in prop::collection::vec((change(), 0..8_usize), 1..80),
    ) {
        let mut lists = vec![(List::new(), Vec::new())];
        for (change, from) in &changes {
            let (mut list, mut vec) = lists[from % lists.len()].clone();
            apply(&mut list, &mut vec, change);
            lists.push((list, vec));
        }
        for (list, vec) in &lists {
            compare(list, vec);
        }
    }

    #[test]
    fn is_iterated_from_both_ends(
        len in 0..200_usize,
        cut in (any::<usize>(), any::<usize>()),
        steps in prop::collection::vec(0..6_usize, 0..200),
    ) {
        let vec: Vec<usize> = (0..len).collect();
        let list = List::from(vec.clone());
        let (a, b) = (cut.0 % (len + 1), cut.1 % (len + 1));
        let range = a.min(b)..a.max(b);
        let (mut ours, mut theirs) = (list.range(range.clone()), vec[range.clone()].iter());
        let mut owned = list.clone().into_iter();
        let mut owned_theirs = vec.clone().into_iter();
        for step in steps {
            match step {
                0 | 1 => assert_eq!(ours.next(), theirs.next()),
                2 | 3 => assert_eq!(ours.next_back(), theirs.next_back()),
                4 => assert_eq!(ours.nth(step), theirs.nth(step)),
                _ => assert_eq!(ours.nth(20), theirs.nth(20)),
            }
            match step {
                0 | 2 | 4 => assert_eq!(owned.next(), owned_theirs.next()),
                _ => assert_eq!(owned.next_back(), owned_theirs.next_back()),
            }
            assert_eq!(ours.len(), theirs.len());
            assert_eq!(owned.len(), owned_theirs.len());
            assert!(ours.clone().eq(theirs.clone()));
        }
    }

    #[test]
    fn is_compared_as_a_vector(a in any::<List<u8>>(), b in any::<List<u8>>()) {
        let vecs: (Vec<u8>, Vec<u8>) = (a.clone().into_iter().collect(), b.clone().into_iter().collect());
        prop_assert_eq!(a == b, vecs.0 == vecs.1);
        prop_assert_eq!(&a, &List::from(vecs.0));
    }
}

#[test]
fn panics_where_a_vector_does() {
    fn message<R>(function: impl FnOnce() -> R) -> String {
        let panic = catch_unwind(AssertUnwindSafe(function)).err().unwrap();
        panic.downcast_ref::<String>().unwrap().clone()
    }
    let (mut list, mut vec) = (List::from([1, 2, 3]), vec![1, 2, 3]);
    assert_eq!(message(|| list[3]), message(|| vec[3]));
    assert_eq!(message(|| list[3] = 1), message(|| vec[3] = 1));
    assert_eq!(message(|| list.insert(4, 1)), message(|| vec.insert(4, 1)));
    assert_eq!(message(|| list.remove(3)), message(|| vec.remove(3)));
    assert_eq!(message(|| list.swap(3, 3)), message(|| vec.swap(3, 3)));
    for range in [1..4, 4..5, usize::MAX..usize::MAX] {
        let _ = message(|| list.range(range.clone()).count());
        let _ = message(|| vec[range].len());
    }
    #[expect(clippy::reversed_empty_ranges)]
    let _ = message(|| list.range(2..1).count());
    assert_eq!(list, List::from(vec));
}

#[test]
fn nan_is_no_equal_of_itself() {
    let list = List::from([f64::NAN]);
    assert_ne!(list, list.clone());
}

#[test]
fn is_an_array_on_the_wire() {
    let list: List<u8> = (0..40).collect();
    let text = serde_json::to_string(&list).unwrap();
    assert_eq!(
        text,
        serde_json::to_string(&(0..40).collect::<Vec<u8>>()).unwrap()
    );
    assert_eq!(serde_json::from_str::<List<u8>>(&text).unwrap(), list);
    assert!(serde_json::from_str::<List<u8>>("{}").is_err());
    assert_eq!(
        schemars::schema_for!(List<u8>),
        schemars::schema_for!(Vec<u8>)
    );
}

#[test]
fn is_split_joined_and_searched() {
    let vec: Vec<usize> = (0..300).map(|number| number * 2).collect();
    let whole = List::from(vec.clone());
    for at in (0..=300).step_by(7) {
        let (mut list, mut model) = (whole.clone(), vec.clone());
        let (mut rest, model_rest) = (list.split_off(at), model.split_off(at));
        assert_eq!(Vec::from(list.clone()), model);
        assert_eq!(Vec::from(rest.clone()), model_rest);
        rest.append(&mut list);
        check(&rest);
        assert!(list.is_empty() && rest.len() == 300);
        rest.sort_by_key(|number| *number);
        assert_eq!(rest, whole);
    }
    for wanted in 0..602 {
        assert_eq!(
            whole.binary_search_by(|number| number.cmp(&wanted)),
            vec.binary_search(&wanted)
        );
    }
    let mut list = List::new();
    list.extend(&vec);
    assert_eq!(list, whole);
    assert!(catch_unwind(AssertUnwindSafe(|| list.split_off(301))).is_err());
}
