//! What holds for any values of a type that is a state.

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use stagedoor::State;

use crate::applied;
use crate::document::{Arrays, Document, patch};

/// Checks every law on values drawn from `values`.
pub(crate) fn hold<T: State + Debug>(values: impl Strategy<Value = T>) {
    hold_with(Arrays::Ordered, no_longer_than_the_whole, values);
}

/// As [`hold`], for actors, whose documents are never replaced as a whole.
pub(crate) fn hold_for_actors<T: State + Debug>(values: impl Strategy<Value = T>) {
    hold_with(Arrays::Ordered, |_, _| {}, values);
}

/// As [`hold`], for types with hash sets: their arrays are in an order that
/// nothing which reads them keeps.
pub(crate) fn hold_in_any_order<T: State + Debug>(values: impl Strategy<Value = T>) {
    hold_with(Arrays::Unordered, no_longer_than_the_whole, values);
}

fn hold_with<T: State + Debug>(
    arrays: Arrays,
    bound: fn(&T, &T),
    values: impl Strategy<Value = T>,
) {
    let defaults = Config::default();
    let mut runner = TestRunner::new(Config {
        // Each case is a walk of several values.
        cases: defaults.cases / 4,
        failure_persistence: None,
        ..defaults
    });
    runner
        .run(&proptest::collection::vec(values, 2..6), |walk| {
            for pair in walk.windows(2) {
                one_value(&pair[0]);
                two_values(&pair[0], &pair[1]);
                bound(&pair[0], &pair[1]);
                applied::two_values(&pair[0], &pair[1], arrays);
            }
            turns(&walk);
            applied::turns(&walk, arrays);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Writes a test for each line: its name, and the values on which the laws hold.
macro_rules! laws {
    (in any order; $($name:ident: $values:expr;)+) => {$(
        #[test]
        fn $name() {
            $crate::laws::hold_in_any_order($values);
        }
    )+};
    ($($name:ident: $values:expr;)+) => {$(
        #[test]
        fn $name() {
            $crate::laws::hold($values);
        }
    )+};
}
pub(crate) use laws;

fn one_value<T: State>(value: &T) {
    assert!(value.same(value), "a value is the same as itself");
    assert_eq!(patch(value, value), None, "nothing changed");
    let clone = value.clone();
    assert!(clone.same(value), "a clone is the same");
    assert_eq!(patch(value, &clone), None, "nothing changed in a clone");
}

fn two_values<T: State>(old: &T, new: &T) {
    let mut document = Document::of(old);
    let text = patch(old, new);
    assert_eq!(old.same(new), new.same(old), "sameness is mutual");
    match &text {
        Some(text) => {
            assert!(
                !new.same(old),
                "values that are the same have no patch: {text}"
            );
            document.apply(text);
        }
        None => assert!(
            new.same(old) || document.is_of(new),
            "a change without a patch"
        ),
    }
    document.assert_is_of(new, "the patch makes the new document of the old");

    let mut assigned = old.clone();
    assigned.assign(new);
    assert!(
        assigned.same(new) && new.same(&assigned),
        "assigned is the same"
    );
    assert_eq!(
        patch(new, &assigned),
        None,
        "assigned, nothing is left to change"
    );
    assert_eq!(
        patch(&assigned, new),
        None,
        "assigned, nothing is left to change"
    );
    Document::of(new).assert_is_of(&assigned, "assigned is the same in JSON");
}

/// Two operations or more are not longer than one replacement of the value.
fn no_longer_than_the_whole<T: State>(old: &T, new: &T) {
    let Some(patch) = patch(old, new) else { return };
    let operations: Vec<serde_json::Value> = serde_json::from_str(&patch).unwrap();
    let value = serde_json::to_string(new).unwrap();
    let whole = format!(r#"[{{"op":"replace","path":"","value":{value}}}]"#);
    assert!(
        operations.len() < 2 || patch.len() <= whole.len(),
        "longer than one replacement of the whole: {patch}"
    );
}

/// Plays the turns of an instance: every other one fails and is rolled back.
fn turns<T: State>(walk: &[T]) {
    let mut working = walk[0].clone();
    let mut committed = working.clone();
    let mut document = Document::of(&committed);
    for (turn, next) in walk.iter().enumerate() {
        working = next.clone();
        if turn % 3 == 2 {
            working.assign(&committed);
            document.assert_is_of(&working, "a failed turn changes nothing");
            continue;
        }
        if let Some(text) = patch(&committed, &working) {
            document.apply(&text);
        }
        committed.assign(&working);
        document.assert_is_of(&working, "after a turn");
        document.assert_is_of(&committed, "after a commit");
    }
}
