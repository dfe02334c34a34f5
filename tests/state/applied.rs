//! The laws of patches that are applied to values of the type, rather than to
//! their JSON.

use stagedoor::State;
use stagedoor::state::apply_patch;

use crate::document::{Arrays, Document, patch};

/// What a client reads of a value; `None` where it cannot be read, or becomes
/// another document.
fn read<T: State>(value: &T, arrays: Arrays) -> Option<T> {
    let read: T = serde_json::from_str(&serde_json::to_string(value).unwrap()).ok()?;
    are_alike(&read, value, arrays).then_some(read)
}

fn are_alike<T: State>(value: &T, other: &T, arrays: Arrays) -> bool {
    Document::of(value).with(arrays) == Document::of(other).with(arrays)
}

/// Whether nothing is lost when the value is written and read.
fn is_whole<T: State>(value: &T) -> bool {
    read(value, Arrays::Ordered).is_some_and(|read| read.same(value))
}

/// A patch makes the new value of the old one wherever the new one can be read.
pub(crate) fn two_values<T: State>(old: &T, new: &T, arrays: Arrays) {
    let Some(text) = patch(old, new) else { return };
    let mut applied = old.clone();
    let result = apply_patch(&mut applied, &text);
    if read(new, arrays).is_none() {
        return;
    }
    result.unwrap_or_else(|error| panic!("{error}: {text}"));
    assert!(
        are_alike(&applied, new, arrays),
        "applied, the patch makes the new value: {text}"
    );
    if arrays == Arrays::Ordered && is_whole(old) && is_whole(new) {
        assert!(applied.same(new), "applied, nothing is lost: {text}");
    }
}

/// A client that reads one snapshot and applies one patch after the other has
/// the value of each turn.
pub(crate) fn turns<T: State>(walk: &[T], arrays: Arrays) {
    let mut client: Option<T> = None;
    let mut committed = &walk[0];
    for next in walk {
        match (&mut client, patch(committed, next)) {
            (_, None) => {}
            (Some(client), Some(text)) if read(next, arrays).is_some() => {
                apply_patch(client, &text).unwrap_or_else(|error| panic!("{error}: {text}"));
                assert!(are_alike(client, next, arrays), "after a turn: {text}");
            }
            (client, Some(_)) => *client = None,
        }
        if client.is_none() {
            client = read(next, arrays);
        }
        committed = next;
    }
}
