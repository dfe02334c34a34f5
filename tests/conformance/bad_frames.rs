//! Frames that are none: each is answered, once, and none ends the connection.

use serde_json::{Value, json};
use support::{Client, Instance, Transport, World};

use crate::actors;

cases!(
    what_is_not_json_gets_an_error_frame,
    what_is_not_an_object_gets_an_error_frame,
    an_unknown_type_gets_an_error_frame,
    a_missing_or_mistyped_type_gets_an_error_frame,
    a_subscription_without_its_fields_gets_an_error_frame,
    a_subscription_to_an_unknown_actor_gets_an_error_frame,
    a_call_without_a_readable_id_gets_an_error_frame,
    a_malformed_call_that_shows_its_id_gets_an_rpc_result,
    what_is_left_unread_does_not_hide_the_id,
    deep_nesting_is_answered,
    bad_frames_in_a_row_are_all_answered,
);

async fn what_is_not_json_gets_an_error_frame(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for text in [
        "not json",
        "",
        " ",
        "{",
        "}",
        "{}}",
        "{\"type\":\"rpc\"",
        "{'type':'rpc'}",
        "{\"type\":\"rpc\",}",
        "{\"type\":\"event:sub\",\"actor\":\"desk\",\"actorId\":\"1\"} trailing",
        "{\"type\":\"event:sub\",\"actor\":\"desk\",\"actorId\":\"1\"}{}",
        "{\"type\":\"state:sub\",\"actor\":\"desk\",\"actorId\":\"\\ud800\"}",
        "{\"type\":\"state:sub\",\"actor\":\"desk\",\"actorId\":\"a\tb\"}",
        "\u{feff}{}",
        "NaN",
    ] {
        client.send_text(text);
        refused(&mut client, text, &[]).await;
    }
    still_works(&mut client).await;
}

async fn what_is_not_an_object_gets_an_error_frame(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let frame = json!(["rpc", "1", "desk", "a", "ping", {}]);
    let wrapped = json!([{ "type": "event:sub", "actor": "desk", "actorId": "1" }]);
    for bad in [
        json!(null),
        json!(5),
        json!("rpc"),
        json!(true),
        json!([]),
        frame,
        wrapped,
    ] {
        client.send(&bad);
        refused(&mut client, &bad.to_string(), &[]).await;
    }
    still_works(&mut client).await;
}

async fn an_unknown_type_gets_an_error_frame(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for kind in [
        "",
        "RPC",
        "rpc ",
        "event",
        "state",
        "welcome",
        "rpc:result",
        "state:snapshot",
    ] {
        let bad = Instance::new("desk", "1").frame(kind);
        client.send(&bad);
        refused(&mut client, kind, &[]).await;
    }
    still_works(&mut client).await;
}

async fn a_missing_or_mistyped_type_gets_an_error_frame(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for kind in [
        json!(null),
        json!(5),
        json!(["rpc"]),
        json!({ "rpc": "rpc" }),
        json!(true),
    ] {
        let bad = json!({ "type": kind, "actor": "desk", "actorId": "1" });
        client.send(&bad);
        refused(&mut client, &bad.to_string(), &[]).await;
    }
    client.send(&json!({}));
    refused(&mut client, "{}", &[]).await;
    client.send(&json!({ "actor": "desk", "actorId": "1" }));
    refused(&mut client, "no type", &[]).await;
    still_works(&mut client).await;
}

async fn a_subscription_without_its_fields_gets_an_error_frame(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for kind in ["event:sub", "event:unsub", "state:sub", "state:unsub"] {
        for field in ["actor", "actorId"] {
            for wrong in wrong_for_a_string() {
                let mut bad = Instance::new("desk", "1").frame(kind);
                spoil(&mut bad, field, wrong);
                client.send(&bad);
                refused(&mut client, &bad.to_string(), &[]).await;
            }
        }
    }
    still_works(&mut client).await;
    assert!(!world.has(&Instance::new("desk", "1")));
}

async fn a_subscription_to_an_unknown_actor_gets_an_error_frame(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for kind in ["event:sub", "state:sub"] {
        client.send(&Instance::new("missing", "1").frame(kind));
        let error = client.next().await;
        assert_eq!(error["type"], "error", "{error}");
        assert_eq!(error["code"], "unknownActor");
        assert_eq!(error["actor"], "missing");
        assert_eq!(error["actorId"], "1");
        let text = error["message"].as_str().unwrap_or_default();
        assert!(text.starts_with("Unknown actor: missing"), "{error}");
    }
    still_works(&mut client).await;
}

async fn a_call_without_a_readable_id_gets_an_error_frame(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for wrong in wrong_for_a_string() {
        let mut bad = Instance::new("desk", "1").rpc("1", "ping", json!({}));
        spoil(&mut bad, "id", wrong);
        client.send(&bad);
        refused(&mut client, &bad.to_string(), &["invalidFrame"]).await;
    }
    still_works(&mut client).await;
}

async fn a_malformed_call_that_shows_its_id_gets_an_rpc_result(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for field in ["actor", "actorId", "method"] {
        for wrong in wrong_for_a_string() {
            let mut bad = Instance::new("desk", "1").rpc("the id", "ping", json!({}));
            spoil(&mut bad, field, wrong);
            client.send(&bad);
            let answer = client.next().await;
            assert_eq!(answer["type"], "rpc:result", "to {bad}: {answer}");
            assert_eq!(answer["id"], "the id");
            assert!(answer["error"].is_string(), "to {bad}: {answer}");
        }
    }
    client.send(&json!({ "type": "rpc", "id": "alone" }));
    let answer = client.next().await;
    assert_eq!(
        (&answer["type"], &answer["id"]),
        (&json!("rpc:result"), &json!("alone"))
    );
    still_works(&mut client).await;
    assert!(!world.has(&Instance::new("desk", "1")));
}

/// What a value is like that nobody has to read: nested deeper, or a number that is
/// larger, or a text that is less, than any that can be kept.
async fn what_is_left_unread_does_not_hide_the_id(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for value in [&nested, "1e400", r#""\ud800""#, r#"{"\udc00":-1e999}"#] {
        for text in [
            format!(r#"{{"type":"rpc","id":"7","actor":"desk","actorId":"1","input":{value}}}"#),
            format!(r#"{{"input":{value},"method":"ping","actor":"desk","id":"7","type":"rpc"}}"#),
            format!(r#"{{"type":"rpc","id":"7","actor":{value},"actorId":"1","method":"ping"}}"#),
            format!(
                r#"{{"type":"rpc","id":"7","actor":"desk","actorId":{value},"method":"ping"}}"#
            ),
            format!(r#"{{"type":"rpc","id":"7","actor":"desk","actorId":"1","method":{value}}}"#),
            format!(r#"{{"type":"rpc","id":"7","more":{value}}}"#),
        ] {
            client.send_text(&text);
            let answer = client.next().await;
            assert_eq!(answer["type"], "rpc:result", "to {text}: {answer}");
            assert_eq!(answer["id"], "7", "to {text}: {answer}");
            assert_eq!(answer["code"], "invalidFrame", "to {text}: {answer}");
        }
        client.send_text(format!(r#"{{"type":"rpc","id":{value}}}"#));
        refused(&mut client, value, &["invalidFrame"]).await;
        client.send_text(format!(r#"{{"type":{value},"id":"7"}}"#));
        refused(&mut client, value, &["invalidFrame"]).await;
    }
    still_works(&mut client).await;
}

async fn deep_nesting_is_answered(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for depth in [100, 1_000, 100_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        client.send_text(format!("{open}{close}"));
        refused(&mut client, "nested arrays", &[]).await;
        client.send_text("{\"type\":".repeat(depth));
        refused(&mut client, "nested objects", &[]).await;

        for method in ["ping", "echo", "sumWhole", "missing"] {
            client.send_text(format!(
                r#"{{"type":"rpc","id":"deep","actor":"desk","actorId":"1","method":"{method}","input":{{"text":{open}{close}}}}}"#
            ));
            let answer = client.next().await;
            assert_eq!(answer["type"], "rpc:result", "{answer}");
            assert_eq!(answer["id"], "deep", "{answer}");
        }
    }
    still_works(&mut client).await;
}

async fn bad_frames_in_a_row_are_all_answered(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for _ in 0..500 {
        client.send_text("{");
    }
    for _ in 0..500 {
        refused(&mut client, "{", &[]).await;
    }
    still_works(&mut client).await;
}

fn wrong_for_a_string() -> [Option<Value>; 6] {
    [
        None,
        Some(json!(null)),
        Some(json!(5)),
        Some(json!(true)),
        Some(json!(["desk"])),
        Some(json!({ "desk": "desk" })),
    ]
}

/// Leaves a field out, or puts something wrong there.
fn spoil(frame: &mut Value, field: &str, wrong: Option<Value>) {
    let fields = frame.as_object_mut().expect("a frame is an object");
    match wrong {
        Some(wrong) => fields.insert(field.to_owned(), wrong),
        None => fields.remove(field),
    };
}

/// Takes the error frame that must be next, with one of these codes if there are any.
async fn refused(client: &mut Client, what: &str, codes: &[&str]) {
    let error = client.next().await;
    assert_eq!(error["type"], "error", "to {what}: {error}");
    let code = error["code"].as_str().unwrap_or_default();
    assert!(
        codes.is_empty() || codes.contains(&code),
        "to {what}: {error}"
    );
}

/// Nothing else has come, and the connection is as good as ever.
async fn still_works(client: &mut Client) {
    client.send(&Instance::new("desk", "fine").rpc("fine", "ping", json!({})));
    client
        .expect(json!({ "type": "rpc:result", "id": "fine" }))
        .await;
}
