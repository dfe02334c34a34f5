//! The limit of a frame's length: past it the sender is told, by the id of the
//! call if there is one, and nobody else notices.

use serde_json::{Value, json};
use stagedoor::Limits;
use support::{Client, Instance, Transport, World};

use crate::limits::limited;

cases!(
    a_frame_may_be_as_long_as_the_limit,
    a_frame_past_the_limit_is_refused,
    a_call_past_the_limit_is_answered_by_its_id,
);

/// A world whose frames have 4,096 bytes at most.
async fn short_frames(transport: Transport) -> World {
    let limits = Limits {
        frame_bytes: 4_096,
        ..Limits::default()
    };
    limited(transport, limits).await
}

async fn a_frame_may_be_as_long_as_the_limit(transport: Transport) {
    let world = short_frames(transport).await;
    let mut client = world.connect().await;
    client.send_text(padded(4_096));
    client
        .expect(json!({ "type": "rpc:result", "id": "padded" }))
        .await;
}

async fn a_frame_past_the_limit_is_refused(transport: Transport) {
    let world = short_frames(transport).await;
    let (mut client, mut other) = (world.connect().await, world.connect().await);
    for bytes in [4_097, 5_000, 8_192, 16_000] {
        client.send_text(padded(bytes));
        too_large(&mut client, Some("padded")).await;
    }
    // What is no call, or shows no id, gets an `error` frame.
    let (desk, long) = (Instance::unique("desk"), "x".repeat(4_097));
    for frame in [
        json!({ "type": "state:sub", "actor": "desk", "actorId": long }),
        json!({ "type": "event:sub", "id": "1", "actor": "desk", "actorId": long }),
        json!({ "type": "rpc", "id": 1, "actor": "desk", "actorId": long }),
        json!({ "type": long, "id": "1" }),
        json!(["rpc", "1", long]),
    ] {
        client.send(&frame);
        too_large(&mut client, None).await;
    }
    let call = desk.rpc("1", "echo", json!({ "text": long })).to_string();
    for text in [&*long, &call[..4_100], &*format!("{call}{call}")] {
        client.send_text(text);
        too_large(&mut client, None).await;
    }
    client.settle(&desk).await;
    other.settle(&desk).await;
}

/// Wherever the id is, and whatever else is wrong; but not an id that is itself
/// longer than a frame.
async fn a_call_past_the_limit_is_answered_by_its_id(transport: Transport) {
    let limits = Limits {
        frame_bytes: 4_096,
        ..Limits::default()
    };
    let world = limited(transport, limits).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    let text = "x".repeat(5_000);
    let nested = format!("{}{}", "[".repeat(4_000), "]".repeat(4_000));
    for (frame, id) in [
        (
            desk.rpc("1", "echo", json!({ "text": text })).to_string(),
            "1",
        ),
        (
            format!(r#"{{"type":"rpc","id":"first","input":"{text}"}}"#),
            "first",
        ),
        (
            format!(r#"{{"input":"{text}","id":"last","type":"rpc"}}"#),
            "last",
        ),
        (
            format!(r#"{{"input":{nested},"\u0069d":"\u00fc\n","type":"\u0072pc"}}"#),
            "ü\n",
        ),
        (
            format!(r#"{{"type":"rpc","id":"number","input":1e400,"more":"{text}"}}"#),
            "number",
        ),
        (
            desk.rpc(&text[..4_096], "ping", json!({})).to_string(),
            &text[..4_096],
        ),
    ] {
        client.send_text(frame);
        too_large(&mut client, Some(id)).await;
    }
    client.send(&desk.rpc(&text[..4_097], "ping", json!({})));
    too_large(&mut client, None).await;
    client.settle(&desk).await;
}

/// Takes the answer to a frame past the limit, the result of a call if it has an id.
async fn too_large(client: &mut Client, id: Option<&str>) {
    let answer = client.next().await;
    let kind = id.map_or("error", |_| "rpc:result");
    assert_eq!(answer["type"], kind, "{answer}");
    assert_eq!(answer["code"], "tooLarge", "{answer}");
    assert_eq!(answer.get("id"), id.map(Value::from).as_ref(), "{answer}");
}

/// A call of so many bytes.
fn padded(bytes: usize) -> String {
    let call = Instance::unique("desk")
        .rpc("padded", "ping", json!({}))
        .to_string();
    let padding = " ".repeat(bytes - call.len());
    call + &padding
}
