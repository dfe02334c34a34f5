//! Clients of one chat room: one who talks, those who listen, and those who
//! follow a state. None misses anything, and nobody hears anything twice.

use serde_json::{Value, json};

use super::Tally;
use super::stage::Stage;
use crate::{Client, Instance, Replica};

/// Sends messages, one after the other.
pub(super) async fn publish(stage: Stage) -> Tally {
    let mut client = stage.connect().await;
    let hall = stage.hall();
    let mut tally = Tally::default();
    while !stage.is_over() {
        let text = format!("{} {}", tally.served, "and some words ".repeat(8));
        let answer = client
            .call(&hall, "sendMessage", json!({ "text": text }))
            .await;
        if answer["code"] == "overloaded" {
            tally.refused += 1;
        } else {
            assert_eq!(answer["result"]["text"], text, "{answer}");
            if tally.served == 0 {
                stage.begun();
            }
            tally.served += 1;
        }
        client.forget();
    }
    let shown = client.watch(&hall).await;
    let kept = shown["messages"].as_array().map(Vec::len);
    assert_eq!(kept, Some(tally.served));
    tally
}

/// Listens to the room: what it hears is the end of what the room has kept.
pub(super) async fn listen(mut stage: Stage) -> Tally {
    let mut client = stage.connect().await;
    let hall = stage.hall();
    client.send(&hall.frame("event:sub"));
    let mut heard = Vec::new();
    loop {
        let event = tokio::select! {
            event = client.next() => event,
            () = stage.end() => break,
        };
        heard.push(said(&client, &hall, event));
        client.forget();
        if heard.len() == 1 {
            stage.begun();
        }
    }
    let (events, shown) = last_frames(&mut client, &hall).await;
    for event in events {
        heard.push(said(&client, &hall, event));
    }
    let kept = shown["messages"].as_array().expect("a list");
    assert!(kept.ends_with(&heard), "heard {heard:?} of {kept:?}");
    Tally::default()
}

/// Follows the state of an instance by its patches: they make what a snapshot shows.
pub(super) async fn follow(mut stage: Stage, instance: Instance) -> Tally {
    let mut client = stage.connect().await;
    client.send(&instance.frame("state:sub"));
    let mut replica = Replica::new();
    loop {
        let frame = tokio::select! {
            frame = client.next() => frame,
            () = stage.end() => break,
        };
        if replica.is_empty() {
            stage.begun();
        }
        replica.apply(&frame);
        client.forget();
    }
    let (patches, shown) = last_frames(&mut client, &instance).await;
    replica.apply_all(&patches);
    assert_eq!(*replica.state(), shown);
    Tally::default()
}

/// The frames ahead of one more snapshot, and the state that this shows.
async fn last_frames(client: &mut Client, instance: &Instance) -> (Vec<Value>, Value) {
    client.send(&instance.frame("state:sub"));
    let is_snapshot = |frame: &Value| instance.is("state:snapshot", frame);
    let mut frames = client.until("the snapshot", is_snapshot).await;
    let mut snapshot = frames.pop().expect("the snapshot is among them");
    (frames, snapshot["state"].take())
}

/// What a `message` says.
fn said(client: &Client, hall: &Instance, mut event: Value) -> Value {
    if !hall.is("event", &event) || event["event"] != "message" {
        client.fail(&format!("not a message: {event}"));
    }
    event["payload"].take()
}
