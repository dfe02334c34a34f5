//! How few operations a change of a sequence takes.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::patch;
use crate::state::edit_script::edit_script;
use crate::state::{Patch, State};

fn operations<T: State>(old: &T, new: &T) -> Vec<String> {
    let mut patch = Patch::new();
    new.diff(old, &mut patch);
    let text = patch.finish().unwrap().unwrap_or("[]".into());
    let operations: Vec<Value> = serde_json::from_str(&text).unwrap();
    let written = |operation: &Value| {
        let text = |member: &str| operation[member].as_str().unwrap().to_owned();
        let value = operation.get("value").map(|value| format!(" {value}"));
        format!(
            "{} {}{}",
            text("op"),
            text("path"),
            value.unwrap_or_default()
        )
    };
    operations.iter().map(written).collect()
}

/// The same change of every sequence that grows.
fn change(change: impl FnOnce(&mut Vec<u32>)) -> Vec<String> {
    let old: Vec<u32> = (0..10_000).collect();
    let mut new = old.clone();
    change(&mut new);
    let written = operations(&old, &new);
    let deque = |values: &[u32]| -> VecDeque<u32> { values.iter().copied().collect() };
    assert_eq!(operations(&deque(&old), &deque(&new)), written);
    let boxed = |values: &[u32]| -> Box<[u32]> { values.into() };
    assert_eq!(operations(&boxed(&old), &boxed(&new)), written);
    assert_eq!(operations(&json!(old), &json!(new)), written);
    let mut assigned = old.clone();
    assigned.assign(&new);
    assert_eq!(assigned, new);
    let mut assigned = deque(&old);
    assigned.assign(&deque(&new));
    assert_eq!(assigned, deque(&new));
    written
}

#[test]
fn a_window_that_moves_on_takes_two_operations() {
    let moved = change(|list| {
        list.remove(0);
        list.push(10_000);
    });
    assert_eq!(moved, ["remove /0", "add /9999 10000"]);
}

#[test]
fn what_comes_first_is_added_there() {
    assert_eq!(change(|list| list.insert(0, 7)), ["add /0 7"]);
}

#[test]
fn what_was_removed_here_and_there_is_removed() {
    let places = [3, 4, 77, 1234, 1235, 5000, 7000, 9000, 9998, 9999];
    let removed = change(|list| list.retain(|value| !places.contains(value)));
    let expected = [
        "remove /4",
        "remove /3",
        "remove /75",
        "remove /1232",
        "remove /1231",
        "remove /4995",
        "remove /6994",
        "remove /8993",
        "remove /9991",
        "remove /9990",
    ];
    assert_eq!(removed, expected);
}

#[test]
fn many_changes_are_told_one_by_one_where_most_is_the_same() {
    let removed = change(|list| list.retain(|value| value % 50 != 7));
    assert_eq!(removed.len(), 200);
    let mixed = change(|list| {
        for at in (100..9_000).step_by(100).rev() {
            list[at] = 70_000;
            list.remove(at + 30);
            list.insert(at + 60, 80_000);
        }
    });
    assert_eq!(mixed.len(), 3 * 89);
}

#[test]
fn what_moved_is_removed_and_added() {
    let forth = change(|list| {
        let moved = list.remove(10);
        list.insert(9000, moved);
    });
    assert_eq!(forth, ["remove /10", "add /9000 10"]);
    let back = change(|list| {
        let moved = list.remove(9000);
        list.insert(10, moved);
    });
    assert_eq!(back, ["add /10 9000", "remove /9001"]);
    let swapped = change(|list| list.swap(5, 6));
    assert_eq!(swapped.len(), 2);
}

#[test]
fn what_is_changed_in_place_is_replaced() {
    let changed = change(|list| {
        list[1] = 70_000;
        list.remove(500);
        list[600] = 80_000;
        list.insert(700, 90_000);
    });
    let expected = [
        "replace /1 70000",
        "remove /500",
        "replace /600 80000",
        "add /700 90000",
    ];
    assert_eq!(changed, expected);
}

#[test]
fn an_element_is_changed_inside_where_others_come_and_go() {
    let row = |number: u32| (number, "long".repeat(20), number);
    let old: Vec<_> = (0..20).map(row).collect();
    let mut new = old.clone();
    new.remove(0);
    new[10].2 = 999;
    new.push(row(20));
    let written = operations(&old, &new);
    assert_eq!(written[..2], ["remove /0", "replace /10/2 999"]);
    assert_eq!(written.len(), 3);
}

#[test]
fn what_differs_too_much_is_compared_by_position() {
    let same = |old: usize, new: usize| old == new + 65;
    let script = edit_script(1000, 1000, same);
    assert_eq!(script.len(), 1);
    assert_eq!((&script[0].old, &script[0].new), (&(0..1000), &(0..1000)));
    let script = edit_script(1000, 1000, |old, new| old == new + 32);
    assert_eq!(script.len(), 2);
    assert_eq!((&script[0].old, &script[0].new), (&(0..32), &(0..0)));
    assert_eq!(
        (&script[1].old, &script[1].new),
        (&(1000..1000), &(968..1000))
    );
}

/// The fewest elements changed, removed and added, by the textbook's table.
fn fewest(old: &[u8], new: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=new.len()).collect();
    for (index, old) in old.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (at, new) in new.iter().enumerate() {
            let changed = diagonal + usize::from(old != new);
            diagonal = row[at + 1];
            row[at + 1] = changed.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[new.len()]
}

/// All sequences of three values up to a length.
fn sequences(longest: u32) -> impl Iterator<Item = Vec<u8>> + Clone {
    (0..=longest).flat_map(|length| {
        (0..3_u32.pow(length)).map(move |number| {
            (0..length)
                .map(|digit| u8::try_from(number / 3_u32.pow(digit) % 3).unwrap())
                .collect()
        })
    })
}

#[test]
fn no_script_of_short_sequences_could_be_shorter() {
    for old in sequences(5) {
        for new in sequences(5) {
            let script = edit_script(old.len(), new.len(), |at, to| old[at] == new[to]);
            let changes = script.iter().map(|hunk| hunk.old.len().max(hunk.new.len()));
            assert_eq!(
                changes.sum::<usize>(),
                fewest(&old, &new),
                "{old:?} {new:?}"
            );
            let mut assigned = old.clone();
            assigned.assign(&new);
            assert_eq!(assigned, new);
            let mut deque: VecDeque<u8> = old.clone().into();
            deque.rotate_left(old.len() / 2);
            let turned = deque.clone();
            deque.assign(&new.clone().into());
            assert_eq!(deque, new, "{turned:?}");
        }
    }
}

#[test]
fn one_operation_stays_one_in_a_struct_of_lists() {
    let old = (vec![1, 2, 3], vec![4, 5, 6]);
    let new = (vec![1, 2, 3], vec![4, 5]);
    assert_eq!(patch(&old, &new), "[{'op':'remove','path':'/1/2'}]");
}
