//! Failed calls: the text that base clients look for, the code, the data.

use serde_json::{Value, json};
use support::{Instance, Transport, World};

use crate::actors;

cases!(
    an_unknown_method_is_named,
    an_unknown_actor_is_named,
    an_error_is_told_with_its_own_text,
    an_error_that_serialises_travels_as_data,
    a_panic_is_an_internal_error_and_nothing_more,
    a_late_panic_is_an_internal_error_and_nothing_more,
    a_refused_draw_is_told_with_its_own_text,
    a_call_that_cannot_run_creates_no_instance,
    a_failure_is_followed_by_success,
);

async fn an_unknown_method_is_named(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    for method in [
        "missing",
        "",
        "Ping",
        "ping ",
        "__proto__",
        "on_connect",
        "a\"b",
    ] {
        client.send(&desk.rpc("1", method, json!({})));
        client
            .expect(json!({
                "type": "rpc:result",
                "id": "1",
                "error": format!("Unknown method: {method}"),
                "code": "unknownMethod",
            }))
            .await;
    }
}

async fn an_unknown_actor_is_named(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for actor in ["missing", "", "Desk", "desk ", "a\"b"] {
        client.send(&Instance::new(actor, "1").rpc("1", "ping", json!({})));
        client
            .expect(json!({
                "type": "rpc:result",
                "id": "1",
                "error": format!("Unknown actor: {actor}"),
                "code": "unknownActor",
            }))
            .await;
    }
}

async fn an_error_is_told_with_its_own_text(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    client.send(&desk.rpc("1", "nothingOrRefused", json!({ "refuse": true })));
    client
        .expect(json!({
            "type": "rpc:result",
            "id": "1",
            "error": "The desk is \"closed\"",
            "code": "method",
        }))
        .await;
}

async fn an_error_that_serialises_travels_as_data(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    for method in ["addThenFail", "addThenFailLater"] {
        client.send(&counter.rpc("1", method, json!({ "by": 11 })));
        client
            .expect(json!({
                "type": "rpc:result",
                "id": "1",
                "error": "a step is at most 10",
                "code": "method",
                "data": { "tooLarge": { "mostAllowed": 10 } },
            }))
            .await;
    }
}

async fn a_panic_is_an_internal_error_and_nothing_more(transport: Transport) {
    panicking(transport, "addThenPanic").await;
}

async fn a_late_panic_is_an_internal_error_and_nothing_more(transport: Transport) {
    panicking(transport, "addThenPanicLater").await;
}

async fn panicking(transport: Transport, method: &str) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.send(&counter.rpc("1", method, json!({ "by": 1 })));
    let answer = client.next().await;
    let text = answer["error"].as_str().unwrap_or_default();
    assert!(text.starts_with("Internal error"), "{answer}");
    assert_eq!(answer["id"], "1");
    assert_eq!(answer["code"], "internal");
    assert_eq!(answer.get("data"), None);
}

async fn a_refused_draw_is_told_with_its_own_text(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    client.send(&Instance::unique("desk").rpc("1", "whoami", json!({})));
    client
        .expect(json!({
            "type": "rpc:result",
            "id": "1",
            "error": "Sign in first",
            "code": "denied",
        }))
        .await;
}

async fn a_call_that_cannot_run_creates_no_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    client
        .failure("unknownMethod", &desk, "missing", json!({}))
        .await;
    client.failure("validation", &desk, "echo", json!({})).await;
    client.failure("denied", &desk, "whoami", json!({})).await;
    assert!(!world.has(&desk));
    assert_eq!(world.instances(), 0);
}

async fn a_failure_is_followed_by_success(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    let failures = [
        ("missing", json!({})),
        ("add", json!({ "by": "one" })),
        ("addThenFail", json!({ "by": 1 })),
        ("addThenPanic", json!({ "by": 1 })),
        ("addThenPanicLater", json!({ "by": 1 })),
    ];
    for (sum, (method, input)) in (1..).zip(failures) {
        let answer = client.call(&counter, method, input).await;
        assert!(answer["error"].is_string());
        assert_eq!(answer.get("result"), None::<&Value>);
        assert_eq!(
            client.result(&counter, "add", json!({ "by": 1 })).await,
            sum
        );
    }
}
