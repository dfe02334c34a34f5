//! The client of tools: names and JSON values, against a real server.

use futures_util::StreamExt;
use serde_json::{Value, json};
use stagedoor::client::{Client, Update, Updates};
use stagedoor::state::apply_patch;
use support::{Transport, World};

use crate::actors;
use crate::soon;

#[tokio::test]
async fn a_tool_calls_listens_and_watches_by_names() {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let url = format!("ws://{}", world.address());
    let client = Client::connect(url).await.expect("it is there");
    let ledger = client.dynamic("ledger", "tool");
    assert_eq!((ledger.actor(), ledger.id()), ("ledger", "tool"));
    let mut events = ledger.events().await.expect("connected");
    let mut state = ledger.state().await.expect("it is there");
    assert_eq!(
        *state.borrow(),
        json!({ "entries": [], "newest": {}, "title": "" })
    );
    let line = json!({ "writer": "me", "number": 7 });
    assert_eq!(
        ledger.call("write", &line).await.expect("it succeeds"),
        json!(1)
    );
    // On the wire the answer comes after the patch and the event.
    let event = soon("the event", events.next()).await.expect("it goes on");
    let event = event.expect("it is one");
    assert_eq!(event.name(), "written");
    assert_eq!(event.read::<Value>().expect("it is JSON"), line);
    assert_eq!(
        state.changed().await.expect("it goes on")["newest"],
        json!({ "me": 7 })
    );
    assert_eq!(
        ledger
            .call("rename", &json!({ "title": "x" }))
            .await
            .expect("it succeeds"),
        Value::Null
    );
    assert_eq!(state.changed().await.expect("it goes on")["title"], "x");
}

#[tokio::test]
async fn destroying_ends_what_follows_and_nothing_is_brought_back() {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let url = format!("ws://{}", world.address());
    let client = Client::connect(url).await.expect("it is there");
    let ledger = client.dynamic("ledger", "ends");
    let mut events = ledger.events().await.expect("connected");
    let mut state = ledger.state().await.expect("it is there");
    assert!(world.app().manager().destroy("ledger", "ends").await);
    assert!(soon("the end", state.changed()).await.is_err());
    assert!(
        soon("the end", events.next())
            .await
            .expect("it says why")
            .is_err()
    );
    assert!(events.next().await.is_none());
    client
        .dynamic("ledger", "other")
        .call("rename", &json!({ "title": "" }))
        .await
        .expect("it succeeds");
    assert_eq!(world.app().manager().len(), 1);
}

/// Applies updates up to an event, and gives that event's payload.
async fn until_event(updates: &mut Updates, state: &mut Value) -> Value {
    loop {
        let update = soon("an update", updates.next()).await;
        match update.expect("it goes on").expect("nothing is wrong") {
            Update::Snapshot(whole) => {
                *state = serde_json::from_str(whole.get()).expect("it is JSON");
            }
            Update::Patch(change) => apply_patch(state, change.get()).expect("it fits"),
            Update::Event(event) => return event.read().expect("it is JSON"),
            other => panic!("nothing is lost, but: {other:?}"),
        }
    }
}

/// On the wire the events of a turn follow its patch.
#[tokio::test]
async fn updates_lead_to_the_state_of_each_turn() {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let url = format!("ws://{}", world.address());
    let client = Client::connect(url).await.expect("it is there");
    let ledger = client.dynamic("ledger", "updates");
    let mut updates = ledger.updates().await.expect("connected");
    let mut state = Value::Null;
    for number in 1..=20 {
        let line = json!({ "writer": "me", "number": number });
        ledger.call("write", &line).await.expect("it succeeds");
    }
    for number in 1..=20_u64 {
        let event = until_event(&mut updates, &mut state).await;
        assert_eq!(event, json!({ "writer": "me", "number": number }));
        assert_eq!(state["newest"], json!({ "me": number }));
    }
    let now = ledger.state().await.expect("it is there");
    assert_eq!(*now.borrow(), state);
}

#[tokio::test]
async fn updates_of_what_the_server_does_not_have_are_refused() {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let url = format!("ws://{}", world.address());
    let client = Client::connect(url).await.expect("it is there");
    let mut updates = client.dynamic("legder", "1").updates().await;
    let updates = updates.as_mut().expect("connected");
    let refused = soon("the refusal", updates.next()).await;
    let refused = refused
        .expect("it says so")
        .expect_err("there is no such actor");
    assert!(
        refused.to_string().contains("Unknown actor: legder"),
        "{refused}"
    );
    assert!(updates.next().await.is_none());
}
