//! Every frame of the protocol, with the fields and in the order that it has.

use serde_json::{Value, json};
use support::{Instance, Replica};

use crate::Loaded;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_are_answered_by_their_rules() {
    let loaded = Loaded::start().await;
    let mut client = loaded.connect().await;
    let counter = Instance::unique("counter");
    let mut absent = counter.rpc("absent", "get", Value::Null);
    absent.as_object_mut().expect("an object").remove("input");
    let null = counter.rpc("null", "get", Value::Null);
    let empty = counter.rpc("empty", "get", json!({}));
    for frame in [absent, null, empty] {
        client.send(&frame);
        client
            .expect(json!({ "type": "rpc:result", "id": frame["id"], "result": 0 }))
            .await;
    }
    for amount in [5, -7, 0, i64::from(i32::MAX)] {
        let before = client.result(&counter, "get", json!({})).await;
        let after = client.result(&counter, "add", json!({ "amount": amount }));
        assert_eq!(after.await, before.as_i64().expect("a number") + amount);
    }
    let chat = Instance::unique("chat");
    for members in 1..=3 {
        let added = client.result(&chat, "addMember", json!({ "name": "Ada" }));
        assert_eq!(added.await, members);
    }
    loaded.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_is_told_in_its_order() {
    let loaded = Loaded::start().await;
    let (mut client, mut other) = (loaded.connect().await, loaded.connect().await);
    let chat = Instance::unique("chat");
    assert_eq!(
        client.watch(&chat).await,
        json!({ "members": [], "messages": [] })
    );
    client.send(&chat.frame("event:sub"));
    let mut replica = Replica::new();
    replica.apply(&chat.snapshot(json!({ "members": [], "messages": [] })));
    for number in 0..50 {
        let text = format!("message {number}");
        let id = client.start(&chat, "sendMessage", json!({ "text": text }));
        let patch = client.next().await;
        assert!(chat.is("state:patch", &patch), "{patch}");
        replica.apply(&patch);
        let message = replica.state()["messages"][number].clone();
        assert_eq!(message["text"], text);
        client.expect(chat.event("message", message.clone())).await;
        client
            .expect(json!({ "type": "rpc:result", "id": id, "result": message }))
            .await;
    }
    assert_eq!(other.watch(&chat).await, *replica.state());
    let messages = other.result(&chat, "getMessages", json!({})).await;
    assert_eq!(messages, replica.state()["messages"]);
    loaded.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn subscriptions_begin_and_end() {
    let loaded = Loaded::start().await;
    let (mut client, mut other) = (loaded.connect().await, loaded.connect().await);
    let counter = Instance::unique("counter");
    for count in [0, 1, 2] {
        // Once more is a fresh snapshot, and no second patch.
        client.send(&counter.frame("state:sub"));
        client
            .expect(counter.snapshot(json!({ "count": count })))
            .await;
        other.result(&counter, "increment", json!({})).await;
        let operation = json!({ "op": "replace", "path": "/count", "value": count + 1 });
        client.expect(counter.patch(json!([operation]))).await;
    }
    client.send(&counter.frame("state:unsub"));
    // Answered after the subscription has ended, because it came after that.
    assert_eq!(client.result(&counter, "get", json!({})).await, 3);
    other.result(&counter, "increment", json!({})).await;
    assert_eq!(client.result(&counter, "get", json!({})).await, 4);

    let chat = Instance::unique("chat");
    let talk = json!({ "text": "hello" });
    for kind in ["event:sub", "event:sub", "event:unsub", "event:sub"] {
        client.send(&chat.frame(kind));
        client
            .result(&chat, "addMember", json!({ "name": "Ada" }))
            .await;
        let message = other.result(&chat, "sendMessage", talk.clone()).await;
        if kind == "event:sub" {
            client.expect(chat.event("message", message)).await;
        }
    }
    client
        .result(&chat, "addMember", json!({ "name": "Ada" }))
        .await;
    assert_eq!(client.unread(), Vec::<Value>::new());
    loaded.finish().await;
}
