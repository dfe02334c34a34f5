//! Updates: the whole wire about one instance, in order, and what is said where
//! something is missing.

use futures_util::{FutureExt, StreamExt};
use serde_json::{Value, json};
use stagedoor::client::{Client, StateError, Update, Updates};

use crate::fake::{FakeServer, Peer};
use crate::soon;

async fn connected() -> (FakeServer, Client, Peer) {
    let server = FakeServer::listen().await;
    let (client, peer) = server.connect(server.builder()).await;
    (server, client, peer)
}

async fn follow(client: &Client) -> Updates {
    let updates = client.dynamic("room", "1").updates().await;
    updates.expect("the client is connected")
}

/// Follows `room/1` while the server takes the subscriptions.
async fn follow_from_the_first(client: &Client, peer: &mut Peer) -> Updates {
    let updates = follow(client).await;
    peer.expect("event:sub").await;
    peer.expect("state:sub").await;
    updates
}

/// An update as a test can compare it.
fn seen(update: Option<Result<Update, StateError>>) -> Value {
    let read = |text: &str| -> Value { serde_json::from_str(text).expect("it is JSON") };
    match update {
        Some(Ok(Update::Snapshot(state))) => json!({ "snapshot": read(state.get()) }),
        Some(Ok(Update::Patch(patch))) => json!({ "patch": read(patch.get()) }),
        Some(Ok(Update::Event(event))) => {
            json!({ "event": event.name(), "payload": read(event.payload().get()) })
        }
        Some(Ok(Update::Interrupted)) => json!("interrupted"),
        Some(Ok(Update::Lagged(events))) => json!({ "lagged": events }),
        Some(Err(error)) => json!({ "error": error.to_string() }),
        None => json!("over"),
    }
}

async fn next(updates: &mut Updates) -> Value {
    seen(soon("an update", updates.next()).await)
}

/// What is there already.
fn rest(updates: &mut Updates) -> Vec<Value> {
    std::iter::from_fn(|| updates.next().now_or_never().map(seen)).collect()
}

/// Lets the client take everything that was sent so far.
async fn settle(client: &Client, peer: &mut Peer) {
    let room = client.dynamic("room", "1");
    let input = json!({});
    let (answer, ()) = tokio::join!(room.call("settle", &input), peer.answer("settle", json!(1)));
    answer.expect("it succeeds");
}

fn change(to: u64) -> Value {
    json!([{ "op": "replace", "path": "/n", "value": to }])
}

fn said(number: u64) -> Value {
    json!({ "event": "said", "payload": { "number": number } })
}

fn refusal(code: &str) -> Value {
    json!({ "code": code, "message": "no" })
}

#[tokio::test]
async fn updates_come_in_the_order_of_the_wire() {
    let (_server, client, mut peer) = connected().await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell_event(1).await;
    peer.tell_state(json!({ "n": 1 })).await;
    peer.tell_patch(change(2)).await;
    peer.tell_event(2).await;
    peer.tell_patch(change(3)).await;
    peer.tell_state(json!({ "n": 4 })).await;
    let expected = [
        said(1),
        json!({ "snapshot": { "n": 1 } }),
        json!({ "patch": change(2) }),
        said(2),
        json!({ "patch": change(3) }),
        json!({ "snapshot": { "n": 4 } }),
    ];
    for update in expected {
        assert_eq!(next(&mut updates).await, update);
    }
    drop(updates);
    peer.expect("event:unsub").await;
    peer.expect("state:unsub").await;
    settle(&client, &mut peer).await;
}

/// The text is passed on, not what a `Value` would make of it.
#[tokio::test]
async fn numbers_and_the_order_of_fields_stay_as_they_are() {
    let (_server, client, mut peer) = connected().await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    let state = r#"{"z":1.10,"a":12345678901234567890123,"\u0041":1e400}"#;
    peer.send_text(format!(
        r#"{{"type":"state:snapshot","actor":"room","actorId":"1","state":{state}}}"#
    ))
    .await;
    let Some(Ok(Update::Snapshot(shown))) = soon("the state", updates.next()).await else {
        panic!("a snapshot was sent");
    };
    assert_eq!(shown.get(), state);
}

#[tokio::test]
async fn a_patch_never_comes_before_its_snapshot() {
    let (_server, client, mut peer) = connected().await;
    let mut first = follow_from_the_first(&client, &mut peer).await;
    peer.tell_state(json!({ "n": 1 })).await;
    next(&mut first).await;
    // Whoever comes later needs a snapshot of its own.
    let mut second = follow(&client).await;
    peer.expect("state:sub").await;
    peer.tell_patch(change(2)).await;
    peer.tell_state(json!({ "n": 2 })).await;
    peer.tell_patch(change(3)).await;
    assert_eq!(next(&mut second).await, json!({ "snapshot": { "n": 2 } }));
    assert_eq!(next(&mut second).await, json!({ "patch": change(3) }));
    assert_eq!(next(&mut first).await, json!({ "patch": change(2) }));
    // Those who stay keep the subscriptions.
    drop(first);
    settle(&client, &mut peer).await;
    drop(second);
    peer.expect("event:unsub").await;
    peer.expect("state:unsub").await;
}

#[tokio::test]
async fn subscriptions_are_shared_with_other_handles() {
    let (_server, client, mut peer) = connected().await;
    let room = client.dynamic("room", "1");
    let mut events = room.events().await.expect("connected");
    peer.expect("event:sub").await;
    let (state, ()) = tokio::join!(room.state(), async {
        peer.expect("state:sub").await;
        peer.tell_state(json!({ "n": 1 })).await;
    });
    let mut state = state.expect("it is subscribed");
    let mut updates = follow(&client).await;
    peer.expect("state:sub").await;
    peer.tell_state(json!({ "n": 1 })).await;
    peer.tell_patch(change(2)).await;
    peer.tell_event(1).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 1 } }));
    assert_eq!(next(&mut updates).await, json!({ "patch": change(2) }));
    assert_eq!(next(&mut updates).await, said(1));
    let changed = soon("the state", state.changed()).await;
    assert_eq!(*changed.expect("it goes on"), json!({ "n": 2 }));
    assert!(
        soon("the event", events.next())
            .await
            .expect("it goes on")
            .is_ok()
    );
    drop((events, state));
    settle(&client, &mut peer).await;
    drop(updates);
    peer.expect("event:unsub").await;
    peer.expect("state:unsub").await;
}

#[tokio::test]
async fn an_interruption_is_told_at_once_and_a_snapshot_ends_it() {
    let (server, client, mut peer) = connected().await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell_state(json!({ "n": 1 })).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 1 } }));
    peer.cut();
    assert_eq!(next(&mut updates).await, "interrupted");
    let mut peer = server.accept().await;
    peer.expect("event:sub").await;
    peer.expect("state:sub").await;
    peer.tell_patch(change(9)).await;
    peer.tell_event(1).await;
    peer.tell_state(json!({ "n": 2 })).await;
    assert_eq!(next(&mut updates).await, said(1));
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 2 } }));
    assert!(updates.next().now_or_never().is_none());
}

#[tokio::test]
async fn a_client_that_is_not_to_reconnect_ends() {
    let server = FakeServer::listen().await;
    let builder = server.builder().no_reconnect();
    let (client, mut peer) = server.connect(builder).await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.cut();
    assert_eq!(next(&mut updates).await, "interrupted");
    assert_eq!(next(&mut updates).await, json!({ "error": "disconnected" }));
    assert_eq!(next(&mut updates).await, "over");
    assert_eq!(next(&mut updates).await, "over");
    let late = client.dynamic("room", "1").updates().await;
    assert!(matches!(late, Err(StateError::Disconnected)), "{late:?}");
}

#[tokio::test]
async fn who_falls_behind_is_told_and_gets_a_snapshot() {
    let server = FakeServer::listen().await;
    let (client, mut peer) = server.connect(server.builder().event_buffer(3)).await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell_state(json!({ "n": 0 })).await;
    for number in 1..=4 {
        peer.tell_patch(change(number)).await;
        peer.tell_event(number).await;
    }
    settle(&client, &mut peer).await;
    let expected = [
        json!({ "snapshot": { "n": 0 } }),
        json!({ "patch": change(1) }),
        said(1),
        // The events 2, 3 and 4, and the patches that a snapshot makes up for.
        json!({ "lagged": 3 }),
    ];
    assert_eq!(rest(&mut updates), expected);
    peer.expect("state:sub").await;
    // Until it comes, patches say nothing; events do.
    peer.tell_patch(change(5)).await;
    peer.tell_event(5).await;
    peer.tell_state(json!({ "n": 5 })).await;
    peer.tell_patch(change(6)).await;
    assert_eq!(next(&mut updates).await, said(5));
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 5 } }));
    assert_eq!(next(&mut updates).await, json!({ "patch": change(6) }));
    settle(&client, &mut peer).await;
}

/// Though there is no room to say so when it happens.
#[tokio::test]
async fn who_falls_behind_is_told_of_an_interruption_as_well() {
    let server = FakeServer::listen().await;
    let builder = server.builder().event_buffer(1);
    let (client, mut peer) = server.connect(builder).await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell_state(json!({ "n": 0 })).await;
    settle(&client, &mut peer).await;
    peer.cut();
    let mut peer = server.accept().await;
    peer.expect("event:sub").await;
    peer.expect("state:sub").await;
    settle(&client, &mut peer).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 0 } }));
    assert_eq!(next(&mut updates).await, json!({ "lagged": 0 }));
    assert_eq!(next(&mut updates).await, "interrupted");
    peer.tell_state(json!({ "n": 1 })).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 1 } }));
}

#[tokio::test]
async fn a_patch_that_does_not_fit_a_watch_brings_a_snapshot_to_all() {
    let (_server, client, mut peer) = connected().await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    let room = client.dynamic("room", "1");
    let (state, ()) = tokio::join!(room.state(), async {
        settle(&client, &mut peer).await;
        peer.tell_state(json!({ "n": 1 })).await;
    });
    let _state = state.expect("it is subscribed");
    peer.tell_patch(json!([{ "op": "remove", "path": "/m" }]))
        .await;
    peer.expect("state:sub").await;
    peer.tell_state(json!({ "n": 2 })).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 1 } }));
    assert_eq!(next(&mut updates).await["patch"][0]["path"], "/m");
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 2 } }));
}

#[tokio::test]
async fn a_refusal_of_both_ends_the_updates_and_nothing_else() {
    let (_server, client, mut peer) = connected().await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell("error", refusal("unknownActor")).await;
    peer.tell("error", refusal("unknownActor")).await;
    let expected = json!({ "error": "the subscription was refused: no" });
    assert_eq!(next(&mut updates).await, expected);
    assert_eq!(next(&mut updates).await, "over");
    drop(updates);
    // It is not known that the events were refused.
    peer.expect("event:unsub").await;
    settle(&client, &mut peer).await;
}

/// What is refused past a limit is what was asked for last; what was given is
/// given back unless somebody else uses it.
#[tokio::test]
async fn a_refused_state_leaves_the_events_to_their_listeners() {
    let (_server, client, mut peer) = connected().await;
    let mut events = client.raw_events("room", "1").await.expect("connected");
    peer.expect("event:sub").await;
    let mut updates = follow(&client).await;
    peer.expect("state:sub").await;
    peer.tell("error", refusal("overloaded")).await;
    assert!(next(&mut updates).await["error"].is_string());
    drop(updates);
    peer.tell_event(1).await;
    assert!(
        soon("the event", events.next())
            .await
            .expect("it goes on")
            .is_ok()
    );
    settle(&client, &mut peer).await;
    drop(events);
    peer.expect("event:unsub").await;
}

#[tokio::test]
async fn a_destroyed_instance_ends_the_updates_and_is_not_brought_back() {
    let (_server, client, mut peer) = connected().await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell_state(json!({ "n": 1 })).await;
    peer.tell_patch(change(2)).await;
    peer.tell("error", refusal("destroyed")).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 1 } }));
    assert_eq!(next(&mut updates).await, json!({ "patch": change(2) }));
    let expected = json!({ "error": "the instance was destroyed" });
    assert_eq!(next(&mut updates).await, expected);
    assert_eq!(next(&mut updates).await, "over");
    drop(updates);
    settle(&client, &mut peer).await;
}

/// A subscription may cross the end of the life before.
#[tokio::test]
async fn updates_that_begin_while_an_instance_ends_are_of_its_next_life() {
    let (_server, client, mut peer) = connected().await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell("error", refusal("destroyed")).await;
    peer.expect("event:sub").await;
    peer.expect("state:sub").await;
    peer.tell_state(json!({ "n": 0 })).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 0 } }));
    settle(&client, &mut peer).await;
}

#[tokio::test]
async fn updates_that_come_back_while_an_instance_ends_are_of_its_next_life() {
    let (server, client, mut peer) = connected().await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell_state(json!({ "n": 1 })).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 1 } }));
    peer.cut();
    let mut peer = server.accept().await;
    peer.expect("event:sub").await;
    peer.expect("state:sub").await;
    peer.tell("error", refusal("destroyed")).await;
    peer.expect("event:sub").await;
    peer.expect("state:sub").await;
    peer.tell_state(json!({ "n": 0 })).await;
    assert_eq!(next(&mut updates).await, "interrupted");
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 0 } }));
}

/// A snapshot that was asked for on account of a gap would bring the instance
/// back, and nobody waits for it any more.
#[tokio::test]
async fn what_was_asked_for_while_an_instance_ends_is_taken_back() {
    let server = FakeServer::listen().await;
    let (client, mut peer) = server.connect(server.builder().event_buffer(1)).await;
    let mut updates = follow_from_the_first(&client, &mut peer).await;
    peer.tell_state(json!({ "n": 0 })).await;
    peer.tell_patch(change(1)).await;
    settle(&client, &mut peer).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 0 } }));
    assert_eq!(next(&mut updates).await, json!({ "lagged": 0 }));
    peer.expect("state:sub").await;
    peer.tell("error", refusal("destroyed")).await;
    let expected = json!({ "error": "the instance was destroyed" });
    assert_eq!(next(&mut updates).await, expected);
    peer.expect("state:unsub").await;
    settle(&client, &mut peer).await;
}

#[tokio::test]
async fn a_dropped_request_for_updates_leaves_nothing_behind() {
    let server = FakeServer::listen().await;
    let client = server.builder().connect_lazily();
    let client = client.expect("the address is one");
    assert!(follow(&client).now_or_never().is_none());
    tokio::task::yield_now().await;
    let mut peer = server.accept().await;
    settle(&client, &mut peer).await;
}

#[tokio::test]
async fn updates_are_subscribed_to_ahead_of_later_calls() {
    let server = FakeServer::listen().await;
    let client = server.builder().connect_lazily();
    let client = client.expect("the address is one");
    let mut updates = follow(&client).await;
    let room = client.dynamic("room", "1");
    let calling = tokio::spawn(async move { room.call("say", &json!({})).await });
    let mut peer = server.accept().await;
    peer.expect("event:sub").await;
    peer.expect("state:sub").await;
    peer.answer("say", json!(1)).await;
    assert!(soon("the answer", calling).await.expect("no panic").is_ok());
    // There was nothing yet to be interrupted.
    peer.tell_state(json!({ "n": 1 })).await;
    assert_eq!(next(&mut updates).await, json!({ "snapshot": { "n": 1 } }));
}
