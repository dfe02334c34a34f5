//! Patches between versions of a text, applied to their documents.

use proptest::prelude::*;
use serde_json::Value;

use super::model::{Change, apply, change};
use super::{check, of_chunks};
use crate::collections::Text;
use crate::collections::text::chunk::LONGEST;
use crate::state::{Patch, State, apply_patch};

/// The operations from `old` to `new`, of which is checked where they lead.
fn operations(old: &Text, new: &Text) -> Vec<Value> {
    let mut patch = Patch::new();
    new.diff(old, &mut patch);
    let text = patch.finish().unwrap();
    let value = text.as_deref().unwrap_or("[]");
    let mut document = serde_json::to_value(old).unwrap();
    let steps: json_patch::Patch = serde_json::from_str(value).unwrap();
    json_patch::patch(&mut document, &steps).unwrap();
    assert_eq!(document, serde_json::to_value(new).unwrap());
    assert_eq!(text.is_none(), new.same(old));
    let mut applied = old.clone();
    apply_patch(&mut applied, value).unwrap();
    check(&applied);
    assert!(applied.same(new));
    serde_json::from_str(value).unwrap()
}

/// Changes of a few chunks each, which a patch tells in few operations.
fn small_change() -> impl Strategy<Value = Change> {
    use Change::*;
    let at = any::<usize>;
    prop_oneof![
        any::<char>().prop_map(Push),
        "[a-z]{0,8}".prop_map(PushStr),
        Just(Pop),
        (at(), any::<char>()).prop_map(|(at, char)| Insert(at, char)),
        at().prop_map(Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn lead_from_any_version_to_any_other(
        start in any::<Text>(),
        first in prop::collection::vec(change(), 0..8),
        second in prop::collection::vec(change(), 0..8),
    ) {
        let (mut one, mut other) = (start.clone(), start.clone());
        for (text, changes) in [(&mut one, &first), (&mut other, &second)] {
            let mut model = text.to_string();
            for change in changes {
                apply(text, &mut model, change);
            }
        }
        for (old, new) in [(&start, &one), (&one, &start), (&one, &other), (&other, &one)] {
            operations(old, new);
            let mut assigned = old.clone();
            assigned.assign(new);
            prop_assert!(assigned.ptr_eq(new));
        }
    }

    #[test]
    fn are_committed_or_rolled_back(
        steps in prop::collection::vec((prop::collection::vec(change(), 1..4), any::<bool>()), 1..20),
    ) {
        let (mut working, mut committed) = (Text::new(), Text::new());
        let mut model = String::new();
        let mut document = serde_json::to_value(&committed).unwrap();
        for (changes, succeeds) in &steps {
            let before = model.clone();
            for change in changes { apply(&mut working, &mut model, change); }
            if *succeeds {
                let steps = serde_json::to_value(operations(&committed, &working)).unwrap();
                let steps: json_patch::Patch = serde_json::from_value(steps).unwrap();
                json_patch::patch(&mut document, &steps).unwrap();
                committed.assign(&working);
            } else {
                working.assign(&committed);
                model = before;
            }
            check(&committed);
            prop_assert!(working == model && committed == model);
            prop_assert_eq!(&document, &serde_json::to_value(&working).unwrap());
        }
    }

    #[test]
    fn have_at_most_two_operations_for_a_small_change(
        length in 0..2000_usize,
        changes in prop::collection::vec(small_change(), 1..20),
    ) {
        let committed = Text::from("x".repeat(length));
        let (mut draft, mut model) = (committed.clone(), committed.to_string());
        for change in &changes { apply(&mut draft, &mut model, change); }
        let count = operations(&committed, &draft).len();
        prop_assert!(count <= 2 * changes.len(), "{count}");
    }
}

#[test]
fn one_append_is_one_short_operation() {
    let mut draft = Text::from("x".repeat(100_000));
    for _ in 0..100 {
        let committed = draft.clone();
        draft.push_str("1234");
        let operations = operations(&committed, &draft);
        assert_eq!(operations.len(), 1);
        assert!(operations[0]["value"].as_str().unwrap().len() <= 8);
    }
}

#[test]
fn a_change_in_the_middle_is_one_operation_of_a_chunk() {
    let committed = Text::from("x".repeat(10 * LONGEST));
    let mut draft = committed.clone();
    draft.replace_range(3 * LONGEST + 1..3 * LONGEST + 2, "y");
    let operations = operations(&committed, &draft);
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0]["path"], "/3");
    assert_eq!(operations[0]["value"].as_str().unwrap().len(), LONGEST);
}

#[test]
fn what_reads_the_same_is_not_the_same_state() {
    let (one, other) = (of_chunks(&["ab", "c"]), of_chunks(&["a", "bc"]));
    assert_eq!(one, other);
    assert!(!one.same(&other));
    assert_eq!(operations(&one, &other).len(), 1);
    assert!(one.same(&of_chunks(&["ab", "c"])));
    let (empty, hollow) = (Text::new(), of_chunks(&["", ""]));
    assert_eq!(empty, hollow);
    assert!(!empty.same(&hollow));
    operations(&empty, &hollow);
    operations(&hollow, &empty);
}

#[test]
fn an_operation_that_does_not_fit_is_refused() {
    let start = of_chunks(&["a", "b"]);
    for operation in [
        r#"{"op":"add","path":"/3","value":"x"}"#,
        r#"{"op":"replace","path":"/2","value":"x"}"#,
        r#"{"op":"remove","path":"/2"}"#,
        r#"{"op":"remove","path":""}"#,
        r#"{"op":"replace","path":"/0","value":["x"]}"#,
        r#"{"op":"replace","path":"/0/0","value":"x"}"#,
        r#"{"op":"replace","path":"","value":7}"#,
    ] {
        let mut text = start.clone();
        let patch = format!("[{operation}]");
        assert!(apply_patch(&mut text, &patch).is_err(), "{operation}");
        assert!(text.same(&start));
    }
    let mut text = start;
    let patch = r#"[{"op":"add","path":"/2","value":""},{"op":"remove","path":"/0"}]"#;
    apply_patch(&mut text, patch).unwrap();
    assert!(text.same(&of_chunks(&["b", ""])));
}
