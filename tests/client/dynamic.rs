//! The client of tools: names and JSON values, against a real server.

use futures_util::StreamExt;
use serde_json::{Value, json};
use stagedoor::client::Client;
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
