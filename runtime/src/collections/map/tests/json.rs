//! A map in JSON is what a `HashMap` is.

use std::collections::HashMap;

use proptest::prelude::*;
use schemars::{JsonSchema, schema_for};

use crate::collections::map::Map;

proptest! {
    #[test]
    fn text_as_keys(map: Map<String, Option<u8>>) {
        let text = serde_json::to_string(&map).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Map<String, Option<u8>>>(&text).unwrap(), &map);
        let model: HashMap<String, Option<u8>> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_value(&map).unwrap(), serde_json::to_value(&model).unwrap());
    }

    #[test]
    fn numbers_as_keys(map: Map<i8, bool>) {
        let text = serde_json::to_string(&map).unwrap();
        prop_assert_eq!(serde_json::from_str::<Map<i8, bool>>(&text).unwrap(), map);
    }
}

#[test]
fn the_last_value_of_a_key_counts() {
    let map: Map<String, u8> = serde_json::from_str(r#"{"a":1,"b":2,"a":3}"#).unwrap();
    assert_eq!(map, Map::from([("a".to_owned(), 3), ("b".to_owned(), 2)]));
}

#[test]
fn errors_say_what_is_expected() {
    let error = serde_json::from_str::<Map<String, u8>>("[]").unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("invalid type: sequence, expected a map")
    );
}

#[test]
fn the_schema_is_that_of_a_hash_map() {
    assert_eq!(
        schema_for!(Map<String, u8>),
        schema_for!(HashMap<String, u8>)
    );
    assert_eq!(
        schema_for!(Map<u8, String>),
        schema_for!(HashMap<u8, String>)
    );
    assert_eq!(
        Map::<u8, bool>::schema_name(),
        HashMap::<u8, bool>::schema_name()
    );
    assert_eq!(
        Map::<u8, bool>::schema_id(),
        HashMap::<u8, bool>::schema_id()
    );
}
