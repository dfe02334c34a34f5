//! Texts as JSON.

use schemars::generate::SchemaSettings;
use serde_json::{from_str, json, to_string, to_value};

use super::{chunks, of_chunks};
use crate::collections::Text;

#[test]
fn is_an_array_of_its_chunks() {
    let text = of_chunks(&["one", "", "two\n"]);
    assert_eq!(to_string(&text).unwrap(), r#"["one","","two\n"]"#);
    assert_eq!(to_value(Text::new()).unwrap(), json!([]));
    assert_eq!(to_value(Text::from("one")).unwrap(), json!(["one"]));
}

#[test]
fn is_read_from_its_chunks_or_from_a_string() {
    assert_eq!(chunks(&from_str(r#"["a","b"]"#).unwrap()), ["a", "b"]);
    let text: Text = from_str(r#""a string""#).unwrap();
    assert_eq!(text, "a string");
    let value = json!("x".repeat(100));
    let text: Text = serde_json::from_value(value).unwrap();
    assert!(text.chunks().count() > 1);
    for wrong in ["{}", "1", "null", "[1]", r#"[["a"]]"#, r#"["a",null]"#] {
        assert!(from_str::<Text>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn has_the_schema_of_what_is_sent_and_of_what_is_read() {
    let schema = |settings: SchemaSettings| {
        let mut schema = settings.into_generator().into_root_schema_for::<Text>();
        schema.remove("title");
        schema.remove("$schema");
        schema.to_value()
    };
    let strings = json!({"type": "string"});
    assert_eq!(
        schema(SchemaSettings::default().for_serialize()),
        json!({"type": "array", "items": strings})
    );
    assert_eq!(
        schema(SchemaSettings::default().for_deserialize()),
        json!({"type": ["array", "string"], "items": strings})
    );
}
