//! The typed state: built from the snapshot, kept by patches, never wrong.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use serde_json::{Value, json};
use stagedoor::State;
use stagedoor::client::{Client, StateError, StateWatch};
use stagedoor::prelude::*;

use crate::fake::{FakeServer, Peer};
use crate::soon;

/// What the fake server's rooms look like.
#[model]
#[derive(Debug, PartialEq)]
struct Room {
    phase: String,
    scores: BTreeMap<String, u32>,
    lines: Vec<String>,
}

fn empty() -> Value {
    json!({ "phase": "open", "scores": {}, "lines": [] })
}

async fn connected() -> (FakeServer, Client, Peer) {
    let server = FakeServer::listen().await;
    let (client, peer) = server.connect(server.builder()).await;
    (server, client, peer)
}

/// Watches `room/1`, which begins with this state.
async fn watch<S: State>(client: &Client, peer: &mut Peer, state: Value) -> StateWatch<S> {
    let (watch, ()) = tokio::join!(client.state("room", "1"), async {
        peer.expect("state:sub").await;
        peer.tell_state(state).await;
    });
    watch.expect("it is subscribed")
}

async fn changed<S: State>(watch: &mut StateWatch<S>) -> Arc<S> {
    let changed = soon("another state", watch.changed()).await;
    changed.expect("it goes on")
}

/// Lets the client take everything that was sent so far.
async fn settle(client: &Client, peer: &mut Peer) {
    let room = client.dynamic("room", "1");
    let input = json!({});
    let (answer, ()) = tokio::join!(room.call("settle", &input), peer.answer("settle", json!(1)));
    answer.expect("it succeeds");
}

fn set_phase(phase: &str) -> Value {
    json!([{ "op": "replace", "path": "/phase", "value": phase }])
}

fn add_line(index: usize, line: &str) -> Value {
    json!([{ "op": "add", "path": format!("/lines/{index}"), "value": line }])
}

#[tokio::test]
async fn a_state_begins_with_the_snapshot_and_follows_the_patches() {
    let (_server, client, mut peer) = connected().await;
    let mut room = watch::<Room>(&client, &mut peer, empty()).await;
    let first = room.borrow();
    assert_eq!(first.phase, "open");
    assert!(room.changed().now_or_never().is_none());
    assert!(room.is_current());
    for number in 0..20 {
        peer.tell_patch(add_line(number, "hi")).await;
        assert_eq!(changed(&mut room).await.lines.len(), number + 1);
    }
    peer.tell_patch(json!([
        { "op": "add", "path": "/scores/a~1b", "value": 3 },
        { "op": "remove", "path": "/lines/0" },
        { "op": "replace", "path": "/phase", "value": "over" },
    ]))
    .await;
    let last = changed(&mut room).await;
    assert_eq!(last.scores["a/b"], 3);
    assert_eq!(last.lines.len(), 19);
    assert_eq!(last.phase, "over");
    // What was taken is not changed behind one's back.
    assert_eq!(first.lines.len(), 0);
}

/// Holding on to states must change nothing but the cost.
#[tokio::test]
async fn states_that_are_held_stay_as_they_are() {
    let (_server, client, mut peer) = connected().await;
    let mut room = watch::<Room>(&client, &mut peer, empty()).await;
    let mut held = vec![room.borrow()];
    for number in 0..30 {
        peer.tell_patch(add_line(number, &number.to_string())).await;
        let state = changed(&mut room).await;
        assert_eq!(state.lines.len(), number + 1);
        if number % 3 == 0 {
            held.push(state);
        }
        if number % 7 == 0 {
            held.remove(0);
        }
    }
    for state in held {
        for (number, line) in state.lines.iter().enumerate() {
            assert_eq!(*line, number.to_string());
        }
    }
}

#[tokio::test]
async fn all_watches_share_one_subscription() {
    let (_server, client, mut peer) = connected().await;
    let mut first = watch::<Room>(&client, &mut peer, empty()).await;
    let mut second = client
        .clone()
        .state::<Room>("room", "1")
        .await
        .expect("it is there");
    let mut third = second.clone();
    peer.tell_patch(set_phase("over")).await;
    for room in [&mut first, &mut second, &mut third] {
        assert_eq!(changed(room).await.phase, "over");
    }
    drop((first, second));
    settle(&client, &mut peer).await;
    peer.tell_patch(set_phase("open")).await;
    assert_eq!(changed(&mut third).await.phase, "open");
    drop(third);
    peer.expect("state:unsub").await;
    let again = watch::<Room>(&client, &mut peer, empty()).await;
    assert_eq!(again.borrow().phase, "open");
}

#[tokio::test]
async fn one_state_is_watched_as_several_types() {
    let (_server, client, mut peer) = connected().await;
    let mut typed = watch::<Room>(&client, &mut peer, empty()).await;
    peer.tell_patch(set_phase("over")).await;
    assert_eq!(changed(&mut typed).await.phase, "over");
    let over = json!({ "phase": "over", "scores": {}, "lines": [] });
    let mut raw = watch::<Value>(&client, &mut peer, over.clone()).await;
    assert_eq!(*raw.borrow(), over);
    peer.tell_patch(set_phase("third")).await;
    assert_eq!(changed(&mut raw).await["phase"], "third");
    // The snapshot in between was the same to the typed one, so it told nothing.
    assert_eq!(changed(&mut typed).await.phase, "third");
    drop(typed);
    settle(&client, &mut peer).await;
    drop(raw);
    peer.expect("state:unsub").await;
}

#[tokio::test]
async fn a_part_wakes_only_when_it_has_changed() {
    let (_server, client, mut peer) = connected().await;
    let room = watch::<Room>(&client, &mut peer, empty()).await;
    let mut phase = room.select(|room| &room.phase);
    assert_eq!(phase.get(), "open");
    for number in 0..5 {
        peer.tell_patch(add_line(number, "hi")).await;
    }
    peer.tell_patch(set_phase("open")).await;
    settle(&client, &mut peer).await;
    assert!(phase.changed().now_or_never().is_none());
    peer.tell_patch(set_phase("over")).await;
    soon("the phase", phase.changed())
        .await
        .expect("it goes on");
    assert_eq!(phase.get(), "over");
    assert!(phase.changed().now_or_never().is_none());
}

#[tokio::test]
async fn a_stream_begins_with_the_state_and_ends_with_the_watch() {
    let (_server, client, mut peer) = connected().await;
    let mut room = watch::<Room>(&client, &mut peer, empty()).await;
    peer.tell_patch(set_phase("second")).await;
    changed(&mut room).await;
    let mut states = room.stream();
    let next = soon("the state", states.next()).await.expect("it is open");
    assert_eq!(next.phase, "second");
    assert!(states.next().now_or_never().is_none());
    peer.tell_patch(set_phase("third")).await;
    let next = soon("the state", states.next()).await.expect("it is open");
    assert_eq!(next.phase, "third");
    client.close().await;
    assert!(soon("the end", states.next()).await.is_none());
    assert_eq!(room.ended(), Some(StateError::Disconnected));
}

#[tokio::test]
async fn waiting_for_a_condition_takes_the_first_that_fulfils_it() {
    let (_server, client, mut peer) = connected().await;
    let mut room = watch::<Room>(&client, &mut peer, empty()).await;
    let state = room.wait_for(|room| room.phase == "open").await;
    assert!(state.is_ok());
    peer.tell_patch(add_line(0, "hi")).await;
    peer.tell_patch(set_phase("over")).await;
    let over = soon("the phase", room.wait_for(|room| room.phase == "over")).await;
    assert_eq!(over.expect("it goes on").lines.len(), 1);
}

/// Half of the patch fits; nobody may see that half.
#[tokio::test]
async fn a_patch_that_does_not_fit_is_never_seen_and_a_snapshot_replaces_it() {
    let (_server, client, mut peer) = connected().await;
    let mut room = watch::<Room>(&client, &mut peer, empty()).await;
    peer.tell_patch(add_line(0, "one")).await;
    assert_eq!(changed(&mut room).await.lines.len(), 1);
    for misfit in [
        json!([{ "op": "add", "path": "/lines/1", "value": "x" }, { "op": "remove", "path": "/lines/7" }]),
        json!([{ "op": "replace", "path": "/phase", "value": "torn" }, { "op": "replace", "path": "/nothing", "value": 1 }]),
        json!([{ "op": "replace", "path": "/phase", "value": 3 }]),
        json!([{ "op": "move", "path": "/phase", "from": "/lines" }]),
        json!("no patch"),
    ] {
        peer.tell_patch(misfit).await;
        peer.expect("state:sub").await;
        assert!(!room.is_current());
        // Patches up to the snapshot belong to a state that is not known.
        peer.tell_patch(add_line(1, "unknown")).await;
        settle(&client, &mut peer).await;
        assert!(room.changed().now_or_never().is_none());
        let state = room.borrow();
        assert_eq!((&*state.phase, state.lines.len()), ("open", 1));
        let late = client.clone();
        let mut late = Box::pin(late.state::<Room>("room", "1"));
        assert!((&mut late).now_or_never().is_none());
        peer.tell_state(json!({ "phase": "whole", "scores": {}, "lines": ["a", "b"] }))
            .await;
        assert_eq!(changed(&mut room).await.phase, "whole");
        assert!(room.is_current());
        let late = soon("the state", late).await.expect("it is subscribed");
        assert_eq!(late.borrow().phase, "whole");
        peer.tell_patch(add_line(2, "c")).await;
        assert_eq!(changed(&mut room).await.lines, ["a", "b", "c"]);
        peer.tell_patch(json!([
            { "op": "replace", "path": "/phase", "value": "open" },
            { "op": "replace", "path": "/lines", "value": ["one"] },
        ]))
        .await;
        changed(&mut room).await;
    }
}

#[tokio::test]
async fn a_snapshot_that_does_not_fit_says_what_differs() {
    for (state, expected) in [
        (json!({ "phase": 1, "scores": {}, "lines": [] }), "`phase`"),
        (json!({ "scores": {}, "lines": [] }), "`phase`"),
        (
            json!({ "phase": "", "scores": { "a": "b" }, "lines": [] }),
            "`scores.a`",
        ),
        (
            json!({ "phase": "", "scores": {}, "lines": [], "more": 1 }),
            "`more`",
        ),
        (json!(null), "null"),
    ] {
        let (_server, client, mut peer) = connected().await;
        let (watch, ()) = tokio::join!(client.state::<Room>("room", "1"), async {
            peer.expect("state:sub").await;
            peer.tell_state(state).await;
        });
        let Err(StateError::Mismatch(mismatch)) = watch else {
            panic!("{watch:?}");
        };
        let text = mismatch.to_string();
        assert!(text.contains("room/1") && text.contains(expected), "{text}");
        peer.expect("state:unsub").await;
        // The type is at fault, not the state.
        let raw = self::watch::<Value>(&client, &mut peer, json!(1)).await;
        assert_eq!(*raw.borrow(), json!(1));
    }
}

#[tokio::test]
async fn a_refused_subscription_is_told() {
    let (_server, client, mut peer) = connected().await;
    let (watch, ()) = tokio::join!(client.state::<Room>("room", "1"), async {
        peer.expect("state:sub").await;
        peer.tell(
            "error",
            json!({ "code": "unknownActor", "message": "Unknown actor: room" }),
        )
        .await;
    });
    let Err(StateError::Refused(refused)) = watch else {
        panic!("{watch:?}");
    };
    assert_eq!(refused.code, "unknownActor");
    settle(&client, &mut peer).await;
    watch_again(&client, &mut peer).await;
}

async fn watch_again(client: &Client, peer: &mut Peer) {
    let room = watch::<Room>(client, peer, empty()).await;
    assert_eq!(room.borrow().phase, "open");
}

#[tokio::test]
async fn a_destroyed_instance_ends_the_watch_and_is_not_brought_back() {
    let (_server, client, mut peer) = connected().await;
    let mut room = watch::<Room>(&client, &mut peer, empty()).await;
    peer.tell_patch(set_phase("over")).await;
    peer.tell("error", json!({ "code": "destroyed", "message": "gone" }))
        .await;
    settle(&client, &mut peer).await;
    // What came before the end is seen before the end.
    assert_eq!(changed(&mut room).await.phase, "over");
    assert_eq!(room.changed().await, Err(StateError::Destroyed));
    assert_eq!(room.borrow().phase, "over");
    assert!(!room.is_current());
    watch_again(&client, &mut peer).await;
}

/// The end may have been that of the life before.
#[tokio::test]
async fn a_watch_without_snapshot_outlives_the_end_of_the_instance() {
    let (_server, client, mut peer) = connected().await;
    let (watch, ()) = tokio::join!(client.state::<Room>("room", "1"), async {
        peer.expect("state:sub").await;
        peer.tell("error", json!({ "code": "destroyed", "message": "gone" }))
            .await;
        peer.expect("state:sub").await;
        peer.tell_state(empty()).await;
    });
    assert!(watch.expect("it is subscribed").is_current());
}

#[tokio::test]
async fn a_snapshot_that_does_not_come_is_not_waited_for_forever() {
    let server = FakeServer::listen().await;
    let builder = server.builder().call_timeout(Duration::from_millis(50));
    let (client, mut peer) = server.connect(builder).await;
    let watch = client.state::<Room>("room", "1").await;
    assert!(matches!(watch, Err(StateError::Timeout)), "{watch:?}");
    peer.expect("state:sub").await;
    peer.expect("state:unsub").await;
}

#[tokio::test]
async fn a_state_that_is_null_is_one() {
    let (_server, client, mut peer) = connected().await;
    let mut room = watch::<Option<u32>>(&client, &mut peer, Value::Null).await;
    assert_eq!(*room.borrow(), None);
    peer.tell_patch(json!([{ "op": "replace", "path": "", "value": 3 }]))
        .await;
    assert_eq!(*changed(&mut room).await, Some(3));
}
