//! Events: who is subscribed when, and what a listener loses.

use futures_util::{FutureExt, StreamExt};
use serde::Deserialize;
use serde_json::json;
use stagedoor::client::{Client, EventError, Events};

use crate::fake::{FakeServer, Peer};
use crate::soon;

#[derive(Debug, PartialEq, Deserialize)]
struct Said {
    number: u64,
}

async fn connected() -> (FakeServer, Client, Peer) {
    let server = FakeServer::listen().await;
    let (client, peer) = server.connect(server.builder()).await;
    (server, client, peer)
}

async fn listen(client: &Client) -> Events<Said> {
    let listening = client.events("room", "1", "said").await;
    listening.expect("the client is connected")
}

async fn next<T>(events: &mut Events<T>) -> Option<Result<T, EventError>> {
    soon("an event", events.next()).await
}

/// Lets the client take everything that was sent so far.
async fn settle(client: &Client, peer: &mut Peer) {
    let room = client.dynamic("room", "1");
    let input = json!({});
    let (answer, ()) = tokio::join!(room.call("settle", &input), peer.answer("settle", json!(1)));
    answer.expect("it succeeds");
}

#[tokio::test]
async fn the_first_listener_subscribes_and_the_last_one_unsubscribes() {
    let (_server, client, mut peer) = connected().await;
    let mut first = listen(&client).await;
    peer.expect("event:sub").await;
    let mut second = client.raw_events("room", "1").await.expect("connected");
    let mut other = client
        .events::<Said>("room", "1", "left")
        .await
        .expect("connected");
    settle(&client, &mut peer).await;
    peer.tell_event(1).await;
    assert_eq!(next(&mut first).await, Some(Ok(Said { number: 1 })));
    let raw = next(&mut second)
        .await
        .expect("there is one")
        .expect("it is one");
    assert_eq!(
        (raw.name(), raw.payload().get()),
        ("said", r#"{"number":1}"#)
    );
    drop(first);
    settle(&client, &mut peer).await;
    peer.tell_event(2).await;
    assert!(next(&mut second).await.expect("there is one").is_ok());
    assert!(other.next().now_or_never().is_none());
    drop((second, other));
    peer.expect("event:unsub").await;
    let _again = listen(&client).await;
    peer.expect("event:sub").await;
}

#[tokio::test]
async fn a_dropped_request_to_listen_leaves_nothing_behind() {
    let server = FakeServer::listen().await;
    let client = server.builder().connect_lazily();
    let client = client.expect("the address is one");
    assert!(listen(&client).now_or_never().is_none());
    tokio::task::yield_now().await;
    let mut peer = server.accept().await;
    settle(&client, &mut peer).await;
}

#[tokio::test]
async fn a_subscription_is_ahead_of_later_calls() {
    let (_server, client, mut peer) = connected().await;
    let _events = listen(&client).await;
    let room = client.dynamic("room", "1");
    let calling = tokio::spawn(async move { room.call("say", &json!({})).await });
    peer.expect("event:sub").await;
    peer.answer("say", json!(1)).await;
    assert!(soon("the answer", calling).await.expect("no panic").is_ok());
}

#[tokio::test]
async fn a_listener_that_falls_behind_is_told_how_many_it_lost() {
    let server = FakeServer::listen().await;
    let (client, mut peer) = server.connect(server.builder().event_buffer(3)).await;
    let (mut slow, mut quick) = (listen(&client).await, listen(&client).await);
    peer.expect("event:sub").await;
    for number in 0..10 {
        peer.tell_event(number).await;
        assert_eq!(next(&mut quick).await, Some(Ok(Said { number })));
    }
    for number in 0..3 {
        assert_eq!(next(&mut slow).await, Some(Ok(Said { number })));
    }
    assert_eq!(next(&mut slow).await, Some(Err(EventError::Lagged(7))));
    for number in 10..12 {
        peer.tell_event(number).await;
        assert_eq!(next(&mut slow).await, Some(Ok(Said { number })));
    }
    assert!(slow.next().now_or_never().is_none());
    // Two gaps, each in its place.
    for number in 20..24 {
        peer.tell_event(number).await;
    }
    settle(&client, &mut peer).await;
    for number in 20..22 {
        assert_eq!(next(&mut slow).await, Some(Ok(Said { number })));
    }
    peer.tell_event(24).await;
    peer.tell_event(25).await;
    peer.tell_event(26).await;
    settle(&client, &mut peer).await;
    let mut rest = Vec::new();
    while let Some(Some(item)) = slow.next().now_or_never() {
        rest.push(item);
    }
    let expected = [
        Ok(Said { number: 22 }),
        Err(EventError::Lagged(1)),
        Ok(Said { number: 24 }),
        Err(EventError::Lagged(2)),
    ];
    assert_eq!(rest, expected);
}

#[tokio::test]
async fn a_listener_that_falls_behind_is_told_of_an_interruption_as_well() {
    let server = FakeServer::listen().await;
    let (client, mut peer) = server.connect(server.builder().event_buffer(2)).await;
    let mut slow = listen(&client).await;
    peer.expect("event:sub").await;
    for number in 0..5 {
        peer.tell_event(number).await;
    }
    settle(&client, &mut peer).await;
    peer.cut();
    let mut peer = server.accept().await;
    peer.expect("event:sub").await;
    peer.tell_event(10).await;
    settle(&client, &mut peer).await;
    for number in 0..2 {
        assert_eq!(next(&mut slow).await, Some(Ok(Said { number })));
    }
    assert_eq!(next(&mut slow).await, Some(Err(EventError::Lagged(4))));
    assert_eq!(next(&mut slow).await, Some(Err(EventError::Interrupted)));
    peer.tell_event(11).await;
    assert_eq!(next(&mut slow).await, Some(Ok(Said { number: 11 })));
}

#[tokio::test]
async fn an_event_that_does_not_fit_says_where_and_the_next_one_comes() {
    let (_server, client, mut peer) = connected().await;
    let mut events = listen(&client).await;
    peer.expect("event:sub").await;
    peer.tell(
        "event",
        json!({ "event": "said", "payload": { "nummer": 1 } }),
    )
    .await;
    peer.tell("event", json!({ "event": "said", "payload": null }))
        .await;
    peer.tell_event(2).await;
    let Some(Err(EventError::Mismatch(mismatch))) = next(&mut events).await else {
        panic!("a field is renamed");
    };
    assert!(mismatch.to_string().contains("`number`"), "{mismatch}");
    assert!(matches!(
        next(&mut events).await,
        Some(Err(EventError::Mismatch(_)))
    ));
    assert_eq!(next(&mut events).await, Some(Ok(Said { number: 2 })));
}

#[tokio::test]
async fn a_refused_subscription_ends_the_stream() {
    let (_server, client, mut peer) = connected().await;
    let (mut one, mut two) = (listen(&client).await, listen(&client).await);
    peer.expect("event:sub").await;
    peer.tell(
        "error",
        json!({ "code": "unknownActor", "message": "Unknown actor: room" }),
    )
    .await;
    for events in [&mut one, &mut two] {
        let Some(Err(EventError::Refused(refused))) = next(events).await else {
            panic!("it is refused");
        };
        assert_eq!(refused.code, "unknownActor");
        assert!(next(events).await.is_none());
        assert!(next(events).await.is_none());
    }
    drop((one, two));
    // Nothing is taken back that was not given.
    settle(&client, &mut peer).await;
}

#[tokio::test]
async fn a_destroyed_instance_ends_the_stream_and_is_not_brought_back() {
    let (_server, client, mut peer) = connected().await;
    let mut events = listen(&client).await;
    peer.expect("event:sub").await;
    peer.tell_event(1).await;
    peer.tell("error", json!({ "code": "destroyed", "message": "gone" }))
        .await;
    assert_eq!(next(&mut events).await, Some(Ok(Said { number: 1 })));
    assert_eq!(next(&mut events).await, Some(Err(EventError::Destroyed)));
    assert_eq!(next(&mut events).await, None);
    peer.expect("event:unsub").await;
    settle(&client, &mut peer).await;
}

/// What is refused past a limit is what was asked for last.
#[tokio::test]
async fn a_refusal_is_told_to_whom_it_concerns() {
    let (_server, client, mut peer) = connected().await;
    let mut events = listen(&client).await;
    peer.expect("event:sub").await;
    let room = client.dynamic("room", "1");
    let refusal = json!({ "code": "overloaded", "message": "too many" });
    let (state, ()) = tokio::join!(room.state(), async {
        peer.expect("state:sub").await;
        peer.tell("error", refusal.clone()).await;
    });
    assert!(state.is_err());
    peer.tell_event(1).await;
    assert_eq!(next(&mut events).await, Some(Ok(Said { number: 1 })));
    drop(events);
    peer.expect("event:unsub").await;
    let (state, ()) = tokio::join!(room.state(), async {
        peer.expect("state:sub").await;
        peer.tell_state(json!(1)).await;
    });
    let mut state = state.expect("it is subscribed");
    let mut events = listen(&client).await;
    peer.expect("event:sub").await;
    peer.tell("error", refusal).await;
    assert!(matches!(
        next(&mut events).await,
        Some(Err(EventError::Refused(_)))
    ));
    peer.tell_state(json!(2)).await;
    assert_eq!(
        *soon("the state", state.changed())
            .await
            .expect("it goes on"),
        json!(2)
    );
}
