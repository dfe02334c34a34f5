//! The state that a new instance starts from.

use jsonschema::validator_for;
use serde_json::{Value, json};
use support::{Instance, Transport, World};

use crate::actors;

cases!(
    fields_start_from_their_defaults,
    an_enum_starts_from_its_default,
    a_declared_default_of_the_whole_is_taken,
    null_is_tried_after_braces,
    default_is_tried_last,
    braces_come_first,
    null_comes_before_default,
    nothing_to_start_from_is_an_error_that_names_the_field,
    the_published_schema_carries_the_defaults,
);

async fn fields_start_from_their_defaults(transport: Transport) {
    starts_as(transport, "settings", actors::SETTINGS.clone()).await;
}

async fn an_enum_starts_from_its_default(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let mode = Instance::unique("mode");
    assert_eq!(client.watch(&mode).await, "idle");
    client.start(&mode, "run", json!({ "startedAt": 5 }));
    let running = json!({ "running": { "startedAt": 5 } });
    let patch = mode.patch(json!([{ "op": "replace", "path": "", "value": running }]));
    client.expect(patch).await;
}

async fn a_declared_default_of_the_whole_is_taken(transport: Transport) {
    starts_as(transport, "switch", json!({ "on": { "level": 3 } })).await;
    starts_as(transport, "tally", json!(7)).await;
}

async fn null_is_tried_after_braces(transport: Transport) {
    starts_as(transport, "fromNull", json!(11)).await;
}

async fn default_is_tried_last(transport: Transport) {
    starts_as(transport, "fromDefault", json!({ "seed": 13 })).await;
}

async fn braces_come_first(transport: Transport) {
    starts_as(transport, "bracesFirst", json!({ "from": "braces" })).await;
}

async fn null_comes_before_default(transport: Transport) {
    starts_as(transport, "nullFirst", json!(null)).await;
}

async fn starts_as(transport: Transport, actor: &'static str, state: Value) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let instance = Instance::unique(actor);
    client.send(&instance.frame("state:sub"));
    client.expect(instance.snapshot(state)).await;
}

async fn nothing_to_start_from_is_an_error_that_names_the_field(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let refusing = Instance::unique("refusing");
    for _ in 0..2 {
        let answer = client.call(&refusing, "ping", json!({})).await;
        let text = answer["error"].as_str().unwrap_or_default();
        assert!(
            text.contains("refusing") && text.contains("required_seed"),
            "{answer}"
        );
        assert!(!world.has(&refusing));
    }
    for kind in ["state:sub", "event:sub"] {
        client.send(&refusing.frame(kind));
        let error = client.next().await;
        assert_eq!(error["type"], "error", "{error}");
        assert_eq!(error["actor"], "refusing");
        let text = error["message"].as_str().unwrap_or_default();
        assert!(
            text.contains("refusing") && text.contains("required_seed"),
            "{error}"
        );
        assert!(!world.has(&refusing));
    }
    assert_eq!(world.instances(), 0);
    client.settle(&Instance::unique("settings")).await;
}

async fn the_published_schema_carries_the_defaults(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let schema = &world.app().schema()["actors"]["settings"]["state"];
    for (field, default) in actors::SETTINGS.as_object().expect("an object") {
        let declared = schema["properties"][field].get("default");
        assert_eq!(declared, Some(default), "{field} in {schema}");
    }
    let mut client = world.connect().await;
    for actor in [
        "settings",
        "mode",
        "switch",
        "tally",
        "counter",
        "journal",
        "front-desk",
    ] {
        let state = client.watch(&Instance::unique(actor)).await;
        let schema = &world.app().schema()["actors"][actor]["state"];
        let validator = validator_for(schema).expect("it is a schema");
        let issues: Vec<String> = validator
            .iter_errors(&state)
            .map(|issue| issue.to_string())
            .collect();
        assert_eq!(issues, Vec::<String>::new(), "{state} against {schema}");
    }
}

/// A state that was stored, or sent, before a field was added.
#[test]
fn missing_fields_take_their_defaults() {
    let capacity: actors::Capacity = serde_json::from_value(json!({})).expect("all have defaults");
    assert_eq!(json!(capacity), json!({ "seats": 50, "standing": 0 }));
    let counter: actors::Counter = serde_json::from_value(json!({ "value": 3 })).expect("so here");
    let others = json!({ "value": 3, "commits": 0, "steps": [], "byClient": {} });
    assert_eq!(json!(counter), others);
}
