//! Names: `snake_case` in Rust, `camelCase` on the wire, unless they are overridden.

use serde_json::json;
use support::{Instance, Transport, World};

use crate::actors;

cases!(
    names_are_in_camel_case,
    names_can_be_overridden,
    rust_names_are_unknown
);

async fn names_are_in_camel_case(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let tag = Instance::unique("nameTag");
    client.listen(&tag).await;
    let state = client.watch(&tag).await;
    assert_eq!(state, json!({ "sentAt": 0, "fullName": "" }));

    let input = json!({ "sentAt": 5, "writtenBy": "Ada" });
    client.send(&tag.rpc("1", "sendMessage", input.clone()));
    client
        .expect(tag.patch(json!([
            { "op": "replace", "path": "/sentAt", "value": 5 },
            { "op": "replace", "path": "/fullName", "value": "Ada" },
        ])))
        .await;
    client.expect(tag.event("newMessage", input)).await;
    client
        .expect(json!({ "type": "rpc:result", "id": "1" }))
        .await;
}

async fn names_can_be_overridden(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("front-desk");
    client.listen(&desk).await;
    let state = client.watch(&desk).await;
    assert_eq!(state, json!({ "sent_at": 0, "fullName": "" }));

    client.send(&desk.rpc(
        "1",
        "send_message",
        json!({ "sent_at": 5, "written_by": "Ada" }),
    ));
    client
        .expect(desk.patch(json!([
            { "op": "replace", "path": "/sent_at", "value": 5 },
            { "op": "replace", "path": "/fullName", "value": "Ada" },
        ])))
        .await;
    let payload = json!({ "sent-at": 5, "by": "Ada" });
    client.expect(desk.event("message/new", payload)).await;
    client
        .expect(json!({ "type": "rpc:result", "id": "1" }))
        .await;

    assert_eq!(client.result(&desk, "sayIt", json!({})).await, "said");
}

async fn rust_names_are_unknown(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for actor in ["NameTag", "name_tag", "renamed"] {
        let instance = Instance::unique(actor);
        client
            .failure("unknownActor", &instance, "ping", json!({}))
            .await;
    }
    let tag = Instance::unique("nameTag");
    client
        .failure("unknownMethod", &tag, "send_message", json!({}))
        .await;
    let desk = Instance::unique("front-desk");
    client
        .failure("unknownMethod", &desk, "say", json!({}))
        .await;
}
