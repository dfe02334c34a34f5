//! Every error that these actors can give, and the limits that a frame can meet.
//! After each of them the connection is as good as before.

use serde_json::{Value, json};
use stagedoor::Limits;
use support::{Client, Instance, Sent};

use crate::Loaded;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_cannot_run_are_refused() {
    let loaded = Loaded::start().await;
    let mut client = loaded.connect().await;
    let (counter, chat) = (Instance::unique("counter"), Instance::unique("chat"));
    let nobody = Instance::unique("nobody");
    let long = Instance::new("counter", "x".repeat(Limits::default().id_bytes + 1));
    let refusals = [
        (&counter, "add", json!({}), "validation"),
        (&counter, "add", json!({ "amount": "one" }), "validation"),
        (&counter, "add", json!({ "amount": 1.5 }), "validation"),
        (&chat, "sendMessage", json!({ "text": null }), "validation"),
        (&counter, "missing", json!({}), "unknownMethod"),
        (&chat, "increment", json!({}), "unknownMethod"),
        (&nobody, "increment", json!({}), "unknownActor"),
        (&long, "increment", json!({}), "tooLarge"),
    ];
    for count in 1..=8 {
        for (instance, method, input, code) in &refusals {
            client.failure(code, instance, method, input.clone()).await;
        }
        still_counts(&mut client, &counter, count).await;
    }
    let state = client.watch(&chat).await;
    assert_eq!(state, json!({ "members": [], "messages": [] }));
    loaded.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_that_are_none_are_answered() {
    let loaded = Loaded::start().await;
    let mut client = loaded.connect().await;
    let counter = Instance::unique("counter");
    let texts = [
        ("", "invalidFrame"),
        ("{", "invalidFrame"),
        ("null", "invalidFrame"),
        (r#"{"type":"rpc"}"#, "invalidFrame"),
        (r#"{"type":"welcome","clientId":"me"}"#, "invalidFrame"),
        (r#"{"type":"state:sub","actor":"counter"}"#, "invalidFrame"),
        (
            r#"{"type":"event:sub","actor":"nobody","actorId":"1"}"#,
            "unknownActor",
        ),
    ];
    for count in 1..=8 {
        for (text, code) in texts {
            client.send_text(text);
            refused(&mut client, "error", code).await;
        }
        client.send(&json!({ "type": "rpc", "id": "shown", "actor": "counter" }));
        let answer = refused(&mut client, "rpc:result", "invalidFrame").await;
        assert_eq!(answer["id"], "shown");
        client.send_raw(Sent::Bytes(vec![0xff, 0x00]));
        refused(&mut client, "error", "invalidFrame").await;
        still_counts(&mut client, &counter, count).await;
    }
    loaded.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_frames_are_refused_alone() {
    let loaded = Loaded::start().await;
    let (mut client, mut other) = (loaded.connect().await, loaded.connect().await);
    let counter = Instance::unique("counter");
    let limit = Limits::default().frame_bytes;
    for count in (1..=6).step_by(2) {
        let call = counter.rpc("padded", "increment", json!({})).to_string();
        client.send_text(call.clone() + &" ".repeat(limit - call.len()));
        client
            .expect(json!({ "type": "rpc:result", "id": "padded", "result": count }))
            .await;
        client.send_text(call.clone() + &" ".repeat(limit + 1 - call.len()));
        let answer = refused(&mut client, "rpc:result", "tooLarge").await;
        assert_eq!(answer["id"], "padded");
        still_counts(&mut other, &counter, count + 1).await;
    }
    // Too long to be skipped: the connection ends, and not in silence.
    client.send_text("x".repeat(4 * limit + 1));
    let last = client.closed().await;
    assert_eq!(last.len(), 1, "{last:?}");
    assert_eq!(last[0]["code"], "tooLarge");
    still_counts(&mut other, &counter, 7).await;
    loaded.finish().await;
}

async fn still_counts(client: &mut Client, counter: &Instance, count: i64) {
    let result = client.result(counter, "increment", json!({})).await;
    assert_eq!(result, count, "what was refused has not run");
}

/// Takes the next frame, which must refuse what was sent.
async fn refused(client: &mut Client, kind: &str, code: &str) -> Value {
    let frame = client.next().await;
    let expected = frame["type"] == kind && frame["code"] == code;
    assert!(expected, "expected {kind} with {code}, got {frame}");
    frame
}
