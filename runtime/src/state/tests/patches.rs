//! How operations are written, and when one replacement is preferred to them.

use std::fmt;

use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{patch, replaced};
use crate::state::{Patch, State};

#[test]
fn names_are_escaped_for_the_pointer_and_then_for_the_text() {
    let written = |name: &str| {
        let mut patch = Patch::new();
        patch.field(name, |patch| patch.index(0, Patch::remove));
        patch.finish().unwrap().unwrap()
    };
    for (name, path) in [
        ("", "//0"),
        ("a", "/a/0"),
        ("a/b~c", "/a~1b~0c/0"),
        ("~1", "/~01/0"),
        ("\"\\", "/\\\"\\\\/0"),
        ("\n\u{0}\u{1f}", "/\\u000a\\u0000\\u001f/0"),
        ("\u{7f}é🦀", "/\u{7f}é🦀/0"),
        ("-", "/-/0"),
    ] {
        assert_eq!(
            written(name),
            format!(r#"[{{"op":"remove","path":"{path}"}}]"#)
        );
        let parsed: Value = serde_json::from_str(&written(name)).unwrap();
        let unescaped = name.replace('~', "~0").replace('/', "~1");
        assert_eq!(parsed[0]["path"], format!("/{unescaped}/0"));
    }
}

#[test]
fn one_replacement_is_preferred_where_it_is_shorter() {
    let many: Vec<u32> = (0..100).collect();
    let others: Vec<u32> = (100..200).collect();
    let text = serde_json::to_string(&others).unwrap();
    assert_eq!(patch(&many, &others), replaced("", &text));
    assert_eq!(
        patch(&(1, many.clone()), &(1, others)),
        replaced("/1", &text)
    );
    assert_eq!(patch(&many, &Vec::new()), replaced("", "[]"));
    assert_eq!(
        patch(&vec![(1, 2); 3], &vec![(1, 2), (8, 9), (1, 2)]),
        replaced("/1", "[8,9]")
    );
}

#[test]
fn a_replacement_is_given_up_at_the_length_of_the_operations() {
    let operations = |patch: &mut Patch| {
        patch.field("a", |patch| patch.replace(&1));
        patch.field("b", |patch| patch.replace(&2));
    };
    let text = |write: &dyn Fn(&mut Patch)| {
        let mut patch = Patch::new();
        write(&mut patch);
        patch.finish().unwrap().unwrap()
    };
    let plain = text(&operations);
    for size in 0..plain.len() {
        let value = "x".repeat(size);
        let whole = text(&|patch| patch.replace(&value));
        let shorter = if whole.len() < plain.len() {
            &whole
        } else {
            &plain
        };
        assert_eq!(
            &text(&|patch| patch.or_replace(&value, operations)),
            shorter
        );
    }
}

#[test]
fn an_operation_that_is_mostly_path_is_replaced_as_well() {
    let patch = |name: &str, value: Option<u8>, whole: &str| {
        let mut patch = Patch::new();
        patch.field("map", |patch| {
            let whole: serde_json::Value = serde_json::from_str(whole).unwrap();
            patch.or_replace(&whole, |patch| {
                patch.field(name, |patch| match value {
                    Some(value) => patch.replace(&value),
                    None => patch.remove(),
                });
            });
        });
        patch.finish().unwrap().unwrap().replace('"', "'")
    };
    assert_eq!(
        patch("6f9619ff-8b86-d011", None, "{}"),
        "[{'op':'replace','path':'/map','value':{}}]"
    );
    assert_eq!(patch("a", None, "{}"), "[{'op':'remove','path':'/map/a'}]");
    assert_eq!(
        patch("//////", Some(1), r#"{"//////":1}"#),
        "[{'op':'replace','path':'/map','value':{'//////':1}}]"
    );
    assert_eq!(
        patch("////", Some(1), r#"{"////":1}"#),
        "[{'op':'replace','path':'/map/~1~1~1~1','value':1}]"
    );
}

#[test]
fn a_replacement_keeps_what_was_written_before_it() {
    let mut patch = Patch::new();
    patch.field("first", Patch::remove);
    patch.field("set", |patch| {
        patch.or_replace(&[1, 2], |patch| {
            patch.index(0, |patch| patch.replace(&1));
            patch.index(1, |patch| patch.replace(&2));
        });
    });
    patch.field("last", Patch::remove);
    assert_eq!(
        patch.finish().unwrap().unwrap().replace('"', "'"),
        "[{'op':'remove','path':'/first'},{'op':'replace','path':'/set','value':[1,2]},\
         {'op':'remove','path':'/last'}]"
    );
}

#[test]
fn a_hidden_member_is_added_and_removed() {
    let written = |was_hidden, is_hidden| {
        let mut patch = Patch::new();
        patch.optional_field("m", was_hidden, is_hidden, "new", |patch| {
            patch.replace("diff");
        });
        patch
            .finish()
            .unwrap()
            .unwrap_or_default()
            .replace('"', "'")
    };
    assert_eq!(written(true, true), "");
    assert_eq!(
        written(true, false),
        "[{'op':'add','path':'/m','value':'new'}]"
    );
    assert_eq!(written(false, true), "[{'op':'remove','path':'/m'}]");
    assert_eq!(written(false, false), replaced("/m", "'diff'"));
}

#[derive(Clone, PartialEq, Deserialize)]
struct Unwritable(u8);

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom(fmt::from_fn(|formatter| {
            write!(formatter, "no {}", self.0)
        })))
    }
}

impl State for Unwritable {
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

#[test]
fn the_first_failure_to_serialize_is_what_finish_returns() {
    let old = vec![(1, Unwritable(1)), (2, Unwritable(2)), (3, Unwritable(3))];
    let new = vec![(2, Unwritable(1)), (2, Unwritable(4)), (4, Unwritable(5))];
    let mut patch = Patch::new();
    new.diff(&old, &mut patch);
    assert!(!patch.is_empty());
    assert_eq!(patch.finish().unwrap_err().to_string(), "no 4");

    let mut patch = Patch::new();
    patch.replace(&Unwritable(6));
    assert!(!patch.is_empty());
    assert_eq!(patch.finish().unwrap_err().to_string(), "no 6");
}
