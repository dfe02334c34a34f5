//! The functions of a map that random changes do not reach.

use std::panic::{UnwindSafe, catch_unwind};

use crate::collections::map::{Entry, Map};

fn words() -> Map<String, usize> {
    let words = ["one", "two", "three", "four"];
    words.map(|word| (word.to_owned(), word.len())).into()
}

#[test]
fn keys_are_found_by_what_they_borrow() {
    let mut map = words();
    assert_eq!(map.get("three"), Some(&5));
    assert_eq!(map["one"], 3);
    assert!(map.contains_key("two") && !map.contains_key("five"));
    assert_eq!(map.get_key_value("four"), Some((&"four".to_owned(), &4)));
    assert_eq!(map.remove_entry("four"), Some(("four".to_owned(), 4)));
    assert_eq!(map.remove("four"), None);
}

#[test]
#[should_panic(expected = "no entry found for key")]
fn a_missing_key_has_no_index() {
    let _ = words()["five"];
}

#[test]
fn a_key_that_is_there_stays() {
    #[derive(Clone, Debug, Eq)]
    struct AnyCase(&'static str);
    impl PartialEq for AnyCase {
        fn eq(&self, other: &Self) -> bool {
            self.0.eq_ignore_ascii_case(other.0)
        }
    }
    impl std::hash::Hash for AnyCase {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            self.0.to_ascii_lowercase().hash(state);
        }
    }
    let mut map = Map::from([(AnyCase("a"), 1)]);
    assert_eq!(map.insert(AnyCase("A"), 2), Some(1));
    assert_eq!(map.keys().map(|key| key.0).collect::<String>(), "a");
    let Entry::Occupied(entry) = map.entry(AnyCase("A")) else {
        panic!("the key is there");
    };
    assert_eq!(entry.remove_entry().0.0, "a");
}

#[test]
fn iterators_know_their_length() {
    let mut map = words();
    let mut keys = map.keys();
    assert_eq!(keys.len(), 4);
    keys.next();
    assert_eq!((keys.len(), keys.clone().count()), (3, 3));
    assert_eq!(map.values().len(), 4);
    assert_eq!(map.values().sum::<usize>(), 15);
    assert_eq!(map.iter_mut().len(), 4);
    assert_eq!(map.values_mut().len(), 4);
    let mut entries = map.into_iter();
    assert_eq!(entries.len(), 4);
    assert_eq!(entries.by_ref().count(), 4);
    assert_eq!((entries.len(), entries.next()), (0, None));
}

#[test]
fn text_for_programmers() {
    let mut map = Map::from([(1, "a")]);
    assert_eq!(format!("{map:?}"), r#"{1: "a"}"#);
    assert_eq!(format!("{:?}", map.iter()), r#"[(1, "a")]"#);
    assert_eq!(
        format!("{:?} {:?}", map.keys(), map.values()),
        r#"[1] ["a"]"#
    );
    assert_eq!(format!("{:?}", map.iter_mut()), "IterMut { left: 1, .. }");
    assert_eq!(format!("{:?}", map.entry(2)), "Vacant(VacantEntry(2))");
    assert_eq!(
        format!("{:?}", map.entry(1)),
        "Occupied(OccupiedEntry { key: 1, value: \"a\" })"
    );
    assert_eq!(format!("{:?}", map.into_iter()), "IntoIter { left: 1, .. }");
}

#[test]
fn maps_of_different_content_are_different() {
    let map = words();
    let with = |change: &dyn Fn(&mut Map<String, usize>)| {
        let mut map = map.clone();
        change(&mut map);
        map
    };
    assert_ne!(map, with(&|map| _ = map.insert("five".to_owned(), 4)));
    assert_ne!(map, with(&|map| _ = map.insert("one".to_owned(), 4)));
    assert_ne!(map, with(&|map| _ = map.remove("one")));
    assert_eq!(map, with(&|map| _ = map.insert("one".to_owned(), 3)));
    assert_eq!(Map::<u8, u8>::new(), Map::default());
}

#[test]
fn entries_are_asked_for_by_key() {
    let mut map = words();
    assert_eq!(map.entry("five".to_owned()).key(), "five");
    assert_eq!(map.entry("one".to_owned()).key(), "one");
    *map.entry("five".to_owned()).or_insert_with(|| 1) += 3;
    assert_eq!(map["five"], 4);
    let Entry::Occupied(mut entry) = map.entry("five".to_owned()) else {
        panic!("the key is there");
    };
    *entry.get_mut() += 1;
    *entry.into_mut() += 1;
    assert_eq!(map["five"], 6);
    let Entry::Vacant(entry) = map.entry("six".to_owned()) else {
        panic!("the key is not there");
    };
    assert_eq!(entry.into_key(), "six");
}

#[test]
fn an_empty_map_has_nothing() {
    let mut map = Map::<u8, u8>::new();
    assert_eq!((map.len(), map.is_empty(), map.get(&1)), (0, true, None));
    assert_eq!(map.get_mut(&1), None);
    assert_eq!(map.remove(&1), None);
    assert_eq!(map.iter().next(), None);
    assert!(map.iter_mut().next().is_none() && map.into_iter().next().is_none());
}

#[test]
fn a_map_may_cross_threads_and_panics() {
    fn assert<T: Send + Sync + UnwindSafe>() {}
    assert::<Map<String, u8>>();
    let map = words();
    assert!(catch_unwind(|| map.len()).is_ok());
}
