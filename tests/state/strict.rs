//! Patches that do not fit: each is an error that names the path, and none is
//! passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use serde_json::{Value, json};
use stagedoor::prelude::*;
use stagedoor::state::apply_patch;
use stagedoor::{ApplyError, List, Map, State};

use crate::document::patch;
use crate::strategy::{few, json as any_json, name, small, text};

#[model]
#[derive(Debug, Default, PartialEq)]
struct Board {
    title: String,
    points: u8,
    tags: Vec<String>,
    by_number: BTreeMap<u8, Shape>,
    counts: Map<String, i32>,
    log: List<i32>,
    sorted: BTreeSet<i32>,
    pair: (i32, [i32; 2]),
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(skip_serializing_if = "is_zero", default = "seven")]
    at_times: i32,
    #[serde(skip_serializing_if = "is_zero")]
    needed: i32,
    #[serde(skip)]
    local: i32,
    rest: Value,
}

#[model]
#[derive(Debug, PartialEq)]
enum Shape {
    Empty,
    Circle(f64),
    Rectangle { width: f64, sides: (i32, i32) },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn is_zero(number: &i32) -> bool {
    *number == 0
}

fn seven() -> i32 {
    7
}

fn board() -> Board {
    Board {
        tags: vec!["a".into(), "b".into()],
        by_number: BTreeMap::from([
            (0, Shape::Empty),
            (1, Shape::Circle(1.0)),
            (
                2,
                Shape::Rectangle {
                    width: 1.0,
                    sides: (1, 2),
                },
            ),
        ]),
        counts: Map::from([("x".to_owned(), 1)]),
        log: List::from(vec![1, 2]),
        sorted: BTreeSet::from([10, 20]),
        at_times: 7,
        needed: 1,
        local: 5,
        rest: json!({ "list": [0] }),
        ..Board::default()
    }
}

fn apply(operation: &Value) -> Result<Board, ApplyError> {
    let mut board = board();
    apply_patch(
        &mut board,
        &Value::from(vec![operation.clone()]).to_string(),
    )?;
    Ok(board)
}

#[expect(clippy::needless_pass_by_value, reason = "it is made at each call")]
fn operation(name: &str, path: &str, value: Value) -> Value {
    json!({ "op": name, "path": path, "value": value })
}

/// Checks that the operation is refused for the reason.
fn refused(name: &str, path: &str, value: Value, reason: &str) {
    match apply(&operation(name, path, value)) {
        Ok(board) => panic!("{name} {path} made {board:?}"),
        Err(error) => {
            let error = error.to_string();
            let expected = format!("cannot {name} `{path}`: {reason}");
            assert!(error.starts_with(&expected), "{error}, not {expected}");
        }
    }
}

const NOWHERE: &str = "nothing has this path";
const FIXED: &str = "it is always there";
const APART: &str = "it is replaced only with the whole";
const VALUE: &str = "its value does not fit: ";

#[test]
fn a_place_that_is_not_there_is_refused() {
    for path in [
        "/nothing",
        "/Title",
        "/by_number",
        "/local",
        "/",
        "/title/0",
        "/points/",
        "/tags/2",
        "/tags/-",
        "/tags/-1",
        "/tags/+1",
        "/tags/01",
        "/tags/1.0",
        "/tags/1e0",
        "/tags/ 1",
        "/tags/a",
        "/tags/",
        "/tags/18446744073709551616",
        "/tags/0/0",
        "/byNumber/3",
        "/byNumber/01",
        "/byNumber/+1",
        "/byNumber/-1",
        "/byNumber/256",
        "/byNumber/0/Empty",
        "/byNumber/1/circle/0",
        "/byNumber/1/Empty",
        "/byNumber/2/rectangle/height",
        "/byNumber/2/circle",
        "/counts/y",
        "/counts/x/z",
        "/log/2",
        "/log/00",
        "/sorted/2",
        "/sorted/0/0",
        "/pair/2",
        "/pair/1/2",
        "/pair/-",
        "/topic",
        "/topic/0",
        "/rest/x",
        "/rest/list/1",
        "/rest/list/-",
        "/rest/list/0/0",
    ] {
        refused("replace", path, json!(1), NOWHERE);
        // A name that is new to a map is a place to add to.
        if !["/counts/y", "/byNumber/3", "/rest/x"].contains(&path) {
            let removed = apply(&operation("remove", path, Value::Null));
            assert!(removed.is_err(), "removed {path}");
        }
    }
    for path in [
        "/tags/3",
        "/log/3",
        "/sorted/3",
        "/rest/list/2",
        "/x/y",
        "/rest/x/y",
    ] {
        refused("add", path, json!("1"), NOWHERE);
    }
    for path in [
        "/tags/2",
        "/tags/-",
        "/byNumber/3",
        "/counts/y",
        "/log/2",
        "/topic",
        "/rest/x",
    ] {
        refused("remove", path, Value::Null, NOWHERE);
    }
}

#[test]
fn what_is_always_there_is_refused_to_be_added_or_removed() {
    for path in ["", "/title", "/tags", "/byNumber/1/circle", "/rest"] {
        refused("remove", path, Value::Null, FIXED);
    }
    for path in ["/pair/0", "/pair/1/1", "/byNumber/2/rectangle/sides/1"] {
        refused("remove", path, Value::Null, FIXED);
        refused("add", path, json!(1), FIXED);
    }
    refused("add", "/pair/2", json!(1), FIXED);
    refused("replace", "/byNumber/2/rectangle", json!({}), APART);
    refused("remove", "/byNumber/2/rectangle", json!({}), APART);
}

#[test]
fn a_value_of_another_type_is_refused() {
    for (path, value) in [
        ("", json!({})),
        ("/title", json!(1)),
        ("/title", Value::Null),
        ("/points", json!(256)),
        ("/points", json!(-1)),
        ("/points", json!(1.5)),
        ("/tags/0", json!(1)),
        ("/byNumber/1", json!({ "square": 1 })),
        ("/byNumber/1/circle", json!("round")),
        ("/pair", json!([1])),
        ("/pair/1", json!([1])),
        ("/log/0", json!("x")),
        ("/sorted/0", json!("x")),
        ("/counts/x", Value::Null),
    ] {
        refused("replace", path, value, VALUE);
    }
    refused("add", "/tags/2", json!({}), VALUE);
    refused("add", "/byNumber/9", json!({}), VALUE);
}

#[test]
fn an_element_out_of_the_order_of_a_set_is_refused() {
    let reason = "the element does not belong there";
    for (path, value) in [("/sorted/0", 15), ("/sorted/1", 10), ("/sorted/2", 15)] {
        refused("add", path, json!(value), reason);
    }
    refused("replace", "/sorted/0", json!(25), reason);
    refused("replace", "/sorted/1", json!(10), reason);
    let added = apply(&operation("add", "/sorted/1", json!(15))).unwrap();
    assert_eq!(added.sorted, BTreeSet::from([10, 15, 20]));
}

#[test]
fn a_text_that_is_no_patch_is_refused() {
    for patch in [
        "",
        "{}",
        "null",
        "[1]",
        "[{}]",
        "[null]",
        r#"[{"op":"remove"}]"#,
        r#"[{"path":"/topic"}]"#,
        r#"[{"op":"remove","path":null}]"#,
        r#"[{"op":"add","op":"add","path":"/title","value":""}]"#,
        r#"[{"op":"replace","path":"/title","value":""}"#,
        r#"[{"op":"replace","path":"/title","value":tru}]"#,
        r#"[{"op":"replace","path":"\ud800","value":1}]"#,
    ] {
        let mut target = board();
        let error = apply_patch(&mut target, patch).unwrap_err();
        assert!(
            matches!(error, ApplyError::NotAPatch(_)),
            "{patch}: {error}"
        );
        assert_eq!(target, board(), "{patch}");
    }
}

#[test]
fn an_operation_that_is_no_operation_is_refused() {
    for name in ["move", "copy", "test", "Add", "", "spam"] {
        refused(name, "/title", json!("x"), "there is no such operation");
    }
    for path in [
        "title", "title/", " /title", "/~", "/title~", "/~2", "/a~/b", "#/title",
    ] {
        refused(
            "replace",
            path,
            json!("x"),
            "the path is not a JSON Pointer",
        );
    }
    for name in ["add", "replace"] {
        let error = apply(&json!({ "op": name, "path": "/title" })).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot {name} `/title`: it has no value")
        );
    }
}

#[test]
fn members_that_come_and_go_take_their_defaults() {
    let shown = apply(&operation("add", "/topic", json!("t"))).unwrap();
    assert_eq!(shown.topic.as_deref(), Some("t"));
    refused("remove", "/needed", Value::Null, VALUE);
    let mut board = board();
    let patch = r#"[
        {"op":"add","path":"/topic","value":"t"},
        {"op":"remove","path":"/topic"},
        {"op":"replace","path":"/atTimes","value":1},
        {"op":"remove","path":"/atTimes"}
    ]"#;
    apply_patch(&mut board, patch).unwrap();
    assert_eq!((board.topic, board.at_times, board.local), (None, 7, 5));
}

#[test]
fn hidden_members_survive_all_but_a_replacement_of_the_whole() {
    let old = board();
    let mut new = Board {
        points: 3,
        local: 9,
        ..old.clone()
    };
    let mut applied = old.clone();
    apply_patch(&mut applied, &patch(&old, &new).unwrap()).unwrap();
    assert_eq!((applied.points, applied.local), (3, 5));
    let whole = json!([operation("replace", "", json!(new))]).to_string();
    apply_patch(&mut applied, &whole).unwrap();
    new.local = 0;
    assert_eq!(applied, new);
}

#[test]
fn null_is_a_nan_where_a_float_is_replaced() {
    let mut value = (1.0_f64, 2.0_f32);
    apply_patch(&mut value, r#"[{"op":"replace","path":"/0","value":null}]"#).unwrap();
    apply_patch(&mut value, r#"[{"op":"replace","path":"/1","value":null}]"#).unwrap();
    assert!(value.0.is_nan() && value.1.is_nan());
    apply_patch(
        &mut value,
        r#"[{"op":"replace","path":"","value":[null,1]}]"#,
    )
    .unwrap_err();
}

#[test]
fn members_that_are_not_known_are_passed_over_as_the_rfc_demands() {
    let mut operation = operation("replace", "/title", json!("new"));
    operation["more"] = json!([1]);
    assert_eq!(apply(&operation).unwrap().title, "new");
}

#[test]
fn a_path_may_be_escaped_as_json_and_as_a_pointer() {
    let mut map = BTreeMap::from([("~1/\"\u{1f}é".to_owned(), 1), ("~1".to_owned(), 2)]);
    let patch = r#"[
        {"op":"replace","path":"/~01~1\"\u001f\u00e9","value":3},
        {"\u006fp":"re\u006dove","path":"/~01"}
    ]"#;
    apply_patch(&mut map, patch).unwrap();
    assert_eq!(map, BTreeMap::from([("~1/\"\u{1f}é".to_owned(), 3)]));
}

/// Of a type that only the user's functions read and write.
#[derive(Clone, Debug, PartialEq)]
struct Opaque(i32);

mod of_opaque {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Opaque;

    pub(super) fn serialize<S: Serializer>(value: &Opaque, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i32(value.0 * 10)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Opaque, D::Error> {
        i32::deserialize(from).map(|number| Opaque(number / 10))
    }
}

/// Serde and `State` derived by hand, with a default of the whole.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, State)]
#[serde(default)]
struct ByHand<T: Default> {
    #[state(opaque)]
    #[serde(with = "of_opaque")]
    opaque: Opaque,
    #[serde(skip_serializing_if = "is_zero")]
    name: i32,
    value: T,
}

impl<T: Default> Default for ByHand<T> {
    fn default() -> Self {
        Self {
            opaque: Opaque(1),
            name: 9,
            value: T::default(),
        }
    }
}

#[test]
fn functions_and_defaults_of_the_user_are_kept() {
    let mut value = ByHand::<Vec<u8>>::default();
    let patch = r#"[
        {"op":"replace","path":"/opaque","value":50},
        {"op":"replace","path":"/name","value":3},
        {"op":"add","path":"/value/0","value":1}
    ]"#;
    apply_patch(&mut value, patch).unwrap();
    assert_eq!((&value.opaque, value.name), (&Opaque(5), 3));
    assert_eq!(value.value, [1]);
    apply_patch(&mut value, r#"[{"op":"remove","path":"/name"}]"#).unwrap();
    assert_eq!(value.name, 9);
    let error = apply_patch(&mut value, r#"[{"op":"remove","path":"/opaque/0"}]"#).unwrap_err();
    assert!(error.to_string().contains(APART), "{error}");
}

/// A change of one operation that may make it unfit.
fn spoil(operation: &mut Value, (kind, name, value): (u8, String, Value)) {
    let path = operation["path"].as_str().unwrap().to_owned();
    match kind {
        0 => operation["op"] = ["add", "replace", "remove", "move"][name.len() % 4].into(),
        1 => operation["path"] = format!("{path}/{name}").into(),
        2 => operation["path"] = path.rsplit_once('/').map_or("", |(head, _)| head).into(),
        3 => operation["path"] = name.into(),
        4 => operation["value"] = value,
        _ => drop(operation.as_object_mut().unwrap().remove(&name)),
    }
}

type Spoilers = Vec<(usize, (u8, String, Value))>;

/// What fits the type fits its JSON, and makes the same of it.
fn mutated<T: State>(old: &T, new: &T, spoilers: Spoilers) {
    if let Some((applied, text)) = spoilt(old, new, spoilers) {
        let mut document = serde_json::to_value(old).unwrap();
        apply_patch(&mut document, &text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(serde_json::to_value(&applied).unwrap(), document, "{text}");
    }
}

/// Applies a spoilt patch; gives the value if it fits nevertheless, and the patch.
fn spoilt<T: State>(old: &T, new: &T, spoilers: Spoilers) -> Option<(T, String)> {
    let text = patch(old, new)?;
    let mut operations: Vec<Value> = serde_json::from_str(&text).unwrap();
    for (at, spoiler) in spoilers {
        let at = at % operations.len();
        if operations[at]["path"].is_string() {
            spoil(&mut operations[at], spoiler);
        }
    }
    let text = Value::from(operations).to_string();
    let mut applied = old.clone();
    let result = catch_unwind(AssertUnwindSafe(|| apply_patch(&mut applied, &text)));
    let result = result.unwrap_or_else(|_| panic!("{text} panics"));
    result.is_ok().then_some((applied, text))
}

proptest! {
    #[test]
    fn mutated_patches_are_refused_or_fit_the_document(
        old in few((text(), few(small()))),
        new in few((text(), few(small()))),
        spoilers in prop::collection::vec((any::<usize>(), (0..6_u8, name(), any_json())), 1..4),
    ) {
        mutated(&old, &new, spoilers.clone());
        let sets = |pairs: Vec<(String, Vec<i32>)>| -> BTreeMap<String, BTreeSet<i32>> {
            pairs.into_iter().map(|(key, set)| (key, set.into_iter().collect())).collect()
        };
        // A set takes arrays of another order, or with an element twice, in its own way.
        let _ = spoilt(&sets(old.clone()), &sets(new.clone()), spoilers.clone());
        mutated(&Map::from_iter(old.clone()), &Map::from_iter(new.clone()), spoilers.clone());
        mutated(&List::from(old), &List::from(new), spoilers);
    }

    #[test]
    fn a_text_of_anything_never_panics(text in any::<String>(), json in any_json()) {
        let mut target = board();
        let _ = apply_patch(&mut target, &text);
        let _ = apply_patch(&mut target, &json.to_string());
        let _ = apply_patch(&mut target, &json!([{ "op": "replace", "path": "/rest", "value": json }, { "op": "remove", "path": text }]).to_string());
    }
}
