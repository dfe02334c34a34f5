//! Patches between versions of a list, applied to their documents.

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check;
use super::model::{Change, apply, change, point_change};
use crate::collections::List;
use crate::state::{Patch, State};

/// The operations from `old` to `new`, of which is checked where they lead.
fn operations<T: State>(old: &List<T>, new: &List<T>) -> Vec<Value> {
    let mut patch = Patch::new();
    new.diff(old, &mut patch);
    let text = patch.finish().unwrap();
    let value = text.as_deref().unwrap_or("[]");
    let mut document = serde_json::to_value(old).unwrap();
    let steps: json_patch::Patch = serde_json::from_str(value).unwrap();
    json_patch::patch(&mut document, &steps).unwrap();
    assert_eq!(document, serde_json::to_value(new).unwrap());

    assert_eq!(text.is_none(), new.same(old));
    let whole = serde_json::to_string(new).unwrap();
    let replacement = r#"[{"op":"replace","path":"","value":}]"#.len() + whole.len();
    assert!(value.len() <= replacement, "{value}");
    let operations: Vec<Value> = serde_json::from_str(value).unwrap();
    for operation in &operations {
        assert!(["add", "replace", "remove"].contains(&operation["op"].as_str().unwrap()));
        assert!(!operation["path"].as_str().unwrap().ends_with('-'));
    }
    operations
}

fn change_list(list: &mut List<u8>, changes: &[Change]) {
    let mut vec: Vec<u8> = list.iter().copied().collect();
    for change in changes {
        apply(list, &mut vec, change);
    }
}

/// A value of two members, the first of which says which one it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Message {
    id: u16,
    text: String,
}

impl State for Message {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id && self.text == other.text
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.field("id", |patch| self.id.diff(&old.id, patch));
        patch.field("text", |patch| self.text.diff(&old.text, patch));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn lead_from_any_version_to_any_other(
        start in prop::collection::vec(0..20_u8, 0..300),
        first in prop::collection::vec(change(), 0..8),
        second in prop::collection::vec(change(), 0..8),
    ) {
        let start = List::from(start);
        let (mut one, mut other) = (start.clone(), start.clone());
        change_list(&mut one, &first);
        change_list(&mut other, &second);
        for (old, new) in [(&start, &one), (&one, &start), (&one, &other), (&other, &one)] {
            operations(old, new);
            let mut assigned = old.clone();
            assigned.assign(new);
            prop_assert!(assigned.ptr_eq(new));
            check(&assigned);
        }
        let rebuilt: List<u8> = one.iter().copied().collect();
        prop_assert_eq!(operations(&one, &rebuilt).len(), 0);
    }

    #[test]
    fn have_at_most_two_operations_for_a_change(
        start in prop::collection::vec(0..20_u8, 0..600),
        batches in prop::collection::vec(prop::collection::vec(point_change(), 0..30), 1..4),
    ) {
        let mut draft = List::from(start);
        for changes in batches {
            let committed = draft.clone();
            change_list(&mut draft, &changes);
            prop_assert!(operations(&committed, &draft).len() <= 2 * changes.len());
        }
    }

    #[test]
    fn have_one_operation_for_a_change_of_different_elements(
        len in 1..600_usize,
        changes in prop::collection::vec((0..3, any::<usize>()), 0..30),
    ) {
        let mut draft: List<usize> = (0..len).collect();
        let committed = draft.clone();
        for (number, (kind, at)) in changes.iter().enumerate() {
            let len = draft.len();
            match kind {
                0 => draft.insert(at % (len + 1), 1000 + number),
                1 if len > 0 => drop(draft.remove(at % len)),
                2 if len > 0 => draft[at % len] = 1000 + number,
                _ => {}
            }
        }
        prop_assert!(operations(&committed, &draft).len() <= changes.len());
    }

    #[test]
    fn swapped_lists_are_compared_all_the_same(
        start in any::<List<u8>>(),
        first in prop::collection::vec(change(), 0..8),
        second in prop::collection::vec(change(), 0..8),
    ) {
        let mut draft = (start.clone(), start);
        change_list(&mut draft.0, &first);
        change_list(&mut draft.1, &second);
        let mut committed = draft.clone();
        std::mem::swap(&mut draft.0, &mut draft.1);
        operations(&committed.0, &draft.0);
        operations(&committed.1, &draft.1);
        // And back again, as after an error.
        draft.0.assign(&committed.0);
        draft.1.assign(&committed.1);
        prop_assert!(draft.0.ptr_eq(&committed.0) && draft.1.ptr_eq(&committed.1));
        committed.0 = committed.1.clone();
        operations(&draft.0, &committed.0);
    }

    #[test]
    fn lead_into_elements(
        len in 1..200_u16,
        changes in prop::collection::vec((any::<usize>(), ".{0,9}"), 1..10),
    ) {
        let message = |id| Message { id, text: "-".repeat(99) };
        let committed: List<Message> = (0..len).map(message).collect();
        let mut draft = committed.clone();
        for (at, text) in &changes {
            draft[at % usize::from(len)].text.clone_from(text);
        }
        let operations = operations(&committed, &draft);
        prop_assert!(operations.len() <= changes.len());
        // A short list is replaced as a whole at times.
        if let [operation] = &operations[..] && len > 50 {
            prop_assert!(operation["path"].as_str().unwrap().ends_with("/text"));
        }
    }
}

#[test]
fn many_changes_are_told_one_by_one() {
    let committed: List<u32> = (0..100_000).collect();
    let mut draft = committed.clone();
    for at in (0..100_000).step_by(1000) {
        draft[at] = 7;
    }
    for at in (0..50_000).step_by(1000).rev() {
        draft.remove(at + 500);
        draft.insert(at + 200, 8);
    }
    assert_eq!(operations(&committed, &draft).len(), 200);
}

#[test]
fn changes_side_by_side_are_told_one_by_one() {
    let committed: List<u32> = (0..10_000).collect();
    let mut draft = committed.clone();
    for at in 0..250 {
        draft[3 * at] = 100_000;
        draft.remove(5000);
        draft.insert(9000 - 8 * at, 100_000);
    }
    assert_eq!(operations(&committed, &draft).len(), 750);
}

#[test]
fn a_list_that_is_emptied_is_replaced() {
    let committed: List<u32> = (0..100_000).collect();
    let operations = operations(&committed, &List::new());
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0]["value"], Value::Array(Vec::new()));
}

#[test]
fn equal_elements_that_move_are_no_change() {
    let committed = List::from(vec![0; 500]);
    let mut draft = committed.clone();
    draft.remove(100);
    draft.insert(400, 0);
    assert!(draft.same(&committed));
    assert!(operations(&committed, &draft).is_empty());
    draft[450] = 1;
    assert!(!draft.same(&committed));
    operations(&committed, &draft);
}
