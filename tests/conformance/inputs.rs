//! Inputs: what a method accepts, and what is said about what it does not.

use serde_json::{Value, json};
use support::{Client, Instance, Transport, World};

use crate::actors;

cases!(
    a_method_without_parameters_accepts_no_input_null_and_braces,
    a_method_without_parameters_refuses_what_is_no_object,
    an_optional_parameter_may_be_left_out,
    a_missing_parameter_is_named,
    a_mistyped_parameter_is_named,
    a_fault_deep_inside_is_found,
    an_input_that_is_no_object_is_refused,
    a_whole_input_is_one_value,
    a_whole_input_that_does_not_fit_is_refused,
    an_invalid_input_creates_no_instance,
    a_number_out_of_range_is_refused,
);

async fn a_method_without_parameters_accepts_no_input_null_and_braces(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    let mut absent = desk.rpc("absent", "drawers", Value::Null);
    absent
        .as_object_mut()
        .expect("a frame is an object")
        .remove("input");
    client.send(&absent);
    client
        .expect(json!({ "type": "rpc:result", "id": "absent", "result": 0 }))
        .await;
    for input in [Value::Null, json!({})] {
        assert_eq!(client.result(&desk, "drawers", input).await, 0);
    }
}

async fn a_method_without_parameters_refuses_what_is_no_object(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    for input in [json!(5), json!("text"), json!(true), json!([])] {
        client.failure("validation", &desk, "drawers", input).await;
    }
}

async fn an_optional_parameter_may_be_left_out(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    for input in [json!({}), json!({ "name": null })] {
        assert_eq!(client.result(&desk, "greet", input).await, "nobody");
    }
    let input = json!({ "name": "Ada" });
    assert_eq!(client.result(&desk, "greet", input).await, "Ada");
}

async fn a_missing_parameter_is_named(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let issues = refused(&mut client, "echo", json!({})).await;
    assert_names(&issues, &["text"]);
    let issues = refused(&mut client, "echo", Value::Null).await;
    assert_names(&issues, &["text"]);
}

async fn a_mistyped_parameter_is_named(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for wrong in [
        json!(5),
        json!(null),
        json!(["text"]),
        json!({ "text": "text" }),
    ] {
        let issues = refused(&mut client, "echo", json!({ "text": wrong })).await;
        assert_names(&issues, &["text"]);
    }
}

async fn a_fault_deep_inside_is_found(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let stroke = json!({
        "start": { "x": 1, "y": 2 },
        "through": [{ "x": 1, "y": 2 }, { "x": 1, "y": "two" }],
    });
    let input = json!({ "stroke": stroke, "width": 3 });
    let issues = refused(&mut client, "trace", input).await;
    assert_names(&issues, &["stroke", "through", "1", "y"]);
    let issues = refused(&mut client, "traceWhole", stroke).await;
    assert_names(&issues, &["through", "1", "y"]);

    let stroke = json!({ "start": { "x": 1 }, "through": [] });
    let issues = refused(&mut client, "traceWhole", stroke).await;
    assert_names(&issues, &["start", "y"]);
}

async fn an_input_that_is_no_object_is_refused(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for input in [
        json!("text"),
        json!(5),
        json!(true),
        json!(["text"]),
        json!([]),
    ] {
        refused(&mut client, "echo", input).await;
    }
}

async fn a_whole_input_is_one_value(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    let stroke = json!({ "start": { "x": 1, "y": 2 }, "through": [{ "x": 3, "y": 4 }] });
    let back = client.result(&desk, "traceWhole", stroke.clone()).await;
    assert_eq!(back, stroke);
    assert_eq!(client.result(&desk, "sumWhole", json!([1, 2, 3])).await, 6);
    assert_eq!(client.result(&desk, "sumWhole", json!([])).await, 0);
    assert_eq!(client.result(&desk, "hasWhole", json!("text")).await, true);
    assert_eq!(client.result(&desk, "hasWhole", Value::Null).await, false);
}

async fn a_whole_input_that_does_not_fit_is_refused(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    refused(&mut client, "sumWhole", json!({ "numbers": [1] })).await;
    refused(&mut client, "sumWhole", Value::Null).await;
    let issues = refused(&mut client, "sumWhole", json!([1, "two"])).await;
    assert_names(&issues, &["1"]);
}

async fn an_invalid_input_creates_no_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client
        .failure("validation", &counter, "add", json!({ "by": "one" }))
        .await;
    assert!(!world.has(&counter));
}

async fn a_number_out_of_range_is_refused(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let stroke = json!({ "start": { "x": 1, "y": 2 }, "through": [] });
    for width in [json!(256), json!(-1), json!(1.5), json!(1e300)] {
        let input = json!({ "stroke": stroke, "width": width });
        let issues = refused(&mut client, "trace", input).await;
        assert_names(&issues, &["width"]);
    }
}

/// Calls a method of a desk in vain and returns the issues.
async fn refused(client: &mut Client, method: &str, input: Value) -> Vec<Value> {
    let desk = Instance::unique("desk");
    let answer = client.failure("validation", &desk, method, input).await;
    let text = answer["error"].as_str().expect("a failure has a text");
    let prefix = format!("Validation failed for {method}: ");
    let issues = text.strip_prefix(&prefix).expect("it begins so");
    let issues: Vec<Value> = serde_json::from_str(issues).expect("a JSON array follows");
    assert!(!issues.is_empty(), "{text}");
    for issue in &issues {
        assert!(issue.get("path").is_some(), "{issue}");
        let message = issue["message"].as_str().unwrap_or_default();
        assert!(!message.is_empty(), "{issue}");
        assert!(
            !message.contains("line 1"),
            "a place in a part of the frame: {issue}"
        );
    }
    issues
}

/// Checks that the path of the first issue is this one, in keys and indexes or as text.
fn assert_names(issues: &[Value], path: &[&str]) {
    let steps: Vec<String> = match &issues[0]["path"] {
        Value::Array(steps) => steps
            .iter()
            .map(|step| {
                step.as_str()
                    .map_or_else(|| step.to_string(), str::to_owned)
            })
            .collect(),
        Value::String(text) => text.split(['.', '/']).map(str::to_owned).collect(),
        other => panic!("a path is a list or a text: {other}"),
    };
    assert_eq!(steps, path, "{issues:?}");
}
