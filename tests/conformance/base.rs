//! A client that knows the base frames alone: with everything of ours taken
//! away, what is left must make sense.

use serde_json::{Value, json};
use stagedoor::Limits;
use support::{Client, Instance, Replica, Transport, World};

use crate::actors;

cases!(
    a_client_of_base_frames_can_follow,
    failures_are_told_apart_without_our_fields
);

async fn a_client_of_base_frames_can_follow(transport: Transport) {
    let limits = Limits {
        subscriptions: 4,
        id_bytes: 64,
        ..Limits::default()
    };
    let world = World::open(transport, actors::limited(limits)).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    let mut calls = Vec::new();
    client.send(&counter.frame("event:sub"));
    client.send(&counter.frame("state:sub"));
    for round in 0..20 {
        // Each of these is answered with a frame that this client ignores…
        client.send_text("{");
        client.send(&json!({ "type": "presence:sub", "actor": "counter", "actorId": "1" }));
        client.send(&Instance::new("missing", "1").frame("state:sub"));
        client.send(&Instance::new("counter", "x".repeat(65)).frame("event:sub"));
        // …and these with one that it knows.
        calls.push(client.start(&counter, "addThenPanic", json!({ "by": 1 })));
        calls.push(client.start(&counter, "addThenFail", json!({ "by": 1 })));
        calls.push(client.start(&counter, "add", json!({ "by": round })));
    }
    let frames = base_frames(client.settled_frames(&counter).await);

    let mut replica = Replica::new();
    replica.apply_all(&frames);
    assert_eq!(*replica.state(), client.watch(&counter).await);
    let events: Vec<&Value> = frames
        .iter()
        .filter(|frame| counter.is("event", frame))
        .collect();
    assert_eq!(events.len(), 20);
    assert_eq!(events[19]["payload"]["value"], (0..20).sum::<i64>());
    let answered: Vec<&Value> = frames
        .iter()
        .filter(|frame| frame["type"] == "rpc:result")
        .collect();
    assert_eq!(answered.len(), calls.len());
    for (answer, id) in answered.iter().zip(&calls) {
        assert_eq!(answer["id"], **id);
        assert_ne!(
            answer.get("result").is_some(),
            answer.get("error").is_some()
        );
    }
}

async fn failures_are_told_apart_without_our_fields(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    let missing = Instance::unique("missing");
    let failures = [
        (&counter, "add", json!({}), "Validation failed for add: "),
        (&counter, "missing", json!({}), "Unknown method: missing"),
        (&missing, "add", json!({}), "Unknown actor: missing"),
        (
            &counter,
            "addThenFail",
            json!({ "by": 1 }),
            "a step is at most 10",
        ),
        (
            &counter,
            "addThenPanic",
            json!({ "by": 1 }),
            "Internal error",
        ),
    ];
    for (instance, method, input, text) in failures {
        let id = client.start(instance, method, input);
        let answer = answer(&mut client, &id).await;
        assert!(
            answer["error"]
                .as_str()
                .unwrap_or_default()
                .starts_with(text),
            "{answer}"
        );
        let fields: Vec<&String> = answer.as_object().expect("an object").keys().collect();
        assert_eq!(fields, ["error", "id", "type"]);
    }
}

async fn answer(client: &mut Client, id: &str) -> Value {
    let answer = client.answer(id).await;
    base_frames(vec![answer]).remove(0)
}

/// What is left when the frames and fields that are ours are taken away.
fn base_frames(frames: Vec<Value>) -> Vec<Value> {
    let known = frames.into_iter().filter(|frame| frame["type"] != "error");
    known
        .map(|mut frame| {
            if frame["type"] == "rpc:result" {
                let fields = frame.as_object_mut().expect("a frame is an object");
                fields.retain(|name, _| ["type", "id", "result", "error"].contains(&&**name));
            }
            frame
        })
        .collect()
}
