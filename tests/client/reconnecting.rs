//! What happens to calls, events and states when the connection is lost.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::join_all;
use serde_json::{Value, json};
use stagedoor::Unanswered;
use stagedoor::client::{CallFailure, Client, EventError, StateError, Status};
use support::Instance;
use tokio::time::Instant;

use crate::actors::{self, Ledger};
use crate::fake::{FakeServer, Peer};
use crate::proxy::Proxy;
use crate::{quick, soon};

async fn connected() -> (FakeServer, Client, Peer) {
    let server = FakeServer::listen().await;
    let (client, peer) = server.connect(server.builder()).await;
    (server, client, peer)
}

#[tokio::test]
async fn the_status_tells_of_the_loss_and_of_the_return() {
    let server = FakeServer::listen().await;
    let builder = server
        .builder()
        .reconnect(Duration::from_millis(50), Duration::from_millis(50));
    let (client, peer) = server.connect(builder).await;
    let mut status = client.status();
    peer.cut();
    assert_eq!(
        soon("the loss", status.changed()).await,
        Some(Status::Reconnecting)
    );
    assert_eq!(client.client_id(), None);
    let mut peer = server.accept_silently().await;
    peer.send(json!({ "type": "welcome", "clientId": "other" }))
        .await;
    assert_eq!(
        soon("the return", status.changed()).await,
        Some(Status::Connected)
    );
    assert_eq!(client.client_id().expect("it is back").as_str(), "other");
}

#[tokio::test]
async fn a_call_in_flight_fails_with_its_outcome_unknown_and_is_not_sent_again() {
    let (server, client, mut peer) = connected().await;
    let room = client.dynamic("room", "1");
    let calling = tokio::spawn(async move { room.call("pay", &json!({})).await });
    peer.call("pay").await;
    peer.cut();
    let answer = soon("the answer", calling).await.expect("no panic");
    assert!(
        matches!(answer, Err(CallFailure::Disconnected(Unanswered::Unknown))),
        "{answer:?}"
    );
    let mut peer = server.accept().await;
    let room = client.dynamic("room", "1");
    let input = json!({});
    let (answer, ()) = tokio::join!(room.call("next", &input), peer.answer("next", json!(1)));
    assert_eq!(answer.expect("it succeeds"), json!(1));
}

#[tokio::test]
async fn calls_that_were_not_sent_wait_for_the_new_connection() {
    let (server, client, peer) = connected().await;
    let mut status = client.status();
    peer.cut();
    assert!(soon("the loss", status.wait_for(Status::Reconnecting)).await);
    let names: Vec<String> = (0..20).map(|number| format!("m{number}")).collect();
    let room = client.dynamic("room", "1");
    let input = json!({});
    let calling = join_all(names.iter().map(|name| room.call(name, &input)));
    let played = async {
        let mut peer = server.accept().await;
        for name in &names {
            peer.answer(name, Value::Null).await;
        }
    };
    let (answers, ()) = tokio::join!(calling, played);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
}

#[tokio::test]
async fn subscriptions_are_renewed_ahead_of_calls_and_states_replaced() {
    let (server, client, mut peer) = connected().await;
    let mut events = client.raw_events("room", "1").await.expect("connected");
    peer.expect("event:sub").await;
    let (watch, ()) = tokio::join!(client.state::<Value>("room", "1"), async {
        peer.expect("state:sub").await;
        peer.tell_state(json!({ "n": 1 })).await;
    });
    let mut watch = watch.expect("it is subscribed");
    let mut status = client.status();
    peer.cut();
    assert!(soon("the loss", status.wait_for(Status::Reconnecting)).await);
    assert!(!watch.is_current());
    assert_eq!(*watch.borrow(), json!({ "n": 1 }));
    // Subscriptions that come and go meanwhile are of no interest to the server.
    drop(client.raw_events("room", "2").await);
    let room = client.dynamic("room", "1");
    let calling = tokio::spawn(async move { room.call("next", &json!({})).await });
    let mut peer = server.accept().await;
    peer.expect("event:sub").await;
    peer.expect("state:sub").await;
    peer.tell_state(json!({ "n": 7 })).await;
    peer.tell_event(3).await;
    peer.answer("next", json!(1)).await;
    soon("the answer", calling)
        .await
        .expect("no panic")
        .expect("it succeeds");
    assert_eq!(
        *watch.changed().await.expect("it goes on"),
        json!({ "n": 7 })
    );
    assert!(watch.is_current());
    let interrupted = events.next().await.expect("it goes on");
    assert!(
        matches!(interrupted, Err(EventError::Interrupted)),
        "{interrupted:?}"
    );
    assert_eq!(
        events
            .next()
            .await
            .expect("it goes on")
            .expect("an event")
            .name(),
        "said"
    );
    peer.tell_patch(json!([{ "op": "replace", "path": "/n", "value": 8 }]))
        .await;
    assert_eq!(
        *soon("the state", watch.changed())
            .await
            .expect("it goes on"),
        json!({ "n": 8 })
    );
}

#[tokio::test]
async fn a_state_that_is_the_same_after_a_reconnect_wakes_nobody() {
    let (server, client, mut peer) = connected().await;
    let (watch, ()) = tokio::join!(client.state::<Value>("room", "1"), async {
        peer.expect("state:sub").await;
        peer.tell_state(json!(1)).await;
    });
    let mut watch = watch.expect("it is subscribed");
    peer.cut();
    let mut peer = server.accept().await;
    peer.expect("state:sub").await;
    peer.tell_state(json!(1)).await;
    let room = client.dynamic("room", "1");
    let input = json!({});
    let (answer, ()) = tokio::join!(room.call("next", &input), peer.answer("next", json!(1)));
    answer.expect("it succeeds");
    assert!(watch.is_current());
    peer.tell_state(json!(2)).await;
    assert_eq!(
        *soon("the state", watch.changed())
            .await
            .expect("it goes on"),
        json!(2)
    );
}

#[tokio::test]
async fn what_ended_meanwhile_is_not_renewed() {
    let (server, client, mut peer) = connected().await;
    let events = client.raw_events("room", "1").await.expect("connected");
    peer.expect("event:sub").await;
    let mut status = client.status();
    peer.cut();
    assert!(soon("the loss", status.wait_for(Status::Reconnecting)).await);
    drop(events);
    let mut peer = server.accept().await;
    let room = client.dynamic("room", "1");
    let input = json!({});
    let (answer, ()) = tokio::join!(room.call("next", &input), peer.answer("next", json!(1)));
    answer.expect("it succeeds");
}

#[tokio::test]
async fn a_client_that_is_not_to_reconnect_ends_with_its_connection() {
    let server = FakeServer::listen().await;
    let (client, mut peer) = server.connect(server.builder().no_reconnect()).await;
    let mut events = client.raw_events("room", "1").await.expect("connected");
    peer.expect("event:sub").await;
    let (watch, ()) = tokio::join!(client.state::<Value>("room", "1"), async {
        peer.expect("state:sub").await;
        peer.tell_state(json!(1)).await;
    });
    let mut watch = watch.expect("it is subscribed");
    let room = client.dynamic("room", "1");
    let calling = tokio::spawn(async move { room.call("pay", &json!({})).await });
    peer.call("pay").await;
    let mut status = client.status();
    peer.cut();
    assert_eq!(
        soon("the end", status.changed()).await,
        Some(Status::Disconnected)
    );
    let answer = soon("the answer", calling).await.expect("no panic");
    assert!(matches!(
        answer,
        Err(CallFailure::Disconnected(Unanswered::Unknown))
    ));
    let end = soon("the end", events.next()).await.expect("it says why");
    assert!(matches!(end, Err(EventError::Disconnected)), "{end:?}");
    assert!(events.next().await.is_none());
    assert_eq!(watch.changed().await, Err(StateError::Disconnected));
    assert_eq!(*watch.borrow(), json!(1));
    let refused = client.dynamic("room", "1").call("more", &json!({})).await;
    assert!(matches!(
        refused,
        Err(CallFailure::Disconnected(Unanswered::NotSent))
    ));
}

#[tokio::test]
async fn a_lazy_client_that_is_not_to_reconnect_tries_once() {
    let url = FakeServer::listen().await.stop();
    let client = Client::builder(url).no_reconnect().connect_lazily();
    let client = client.expect("the address is one");
    let answer = client.dynamic("room", "1").call("pay", &json!({})).await;
    assert!(matches!(
        answer,
        Err(CallFailure::Disconnected(Unanswered::NotSent))
    ));
    assert_eq!(client.status().get(), Status::Disconnected);
}

#[tokio::test]
async fn a_dead_network_is_noticed() {
    let server = FakeServer::listen().await;
    let interval = Duration::from_millis(300);
    let builder = server.builder().ping_interval(interval);
    let (client, _silent) = server.connect(builder).await;
    let mut status = client.status();
    // The socket stays open, and nobody reads from it.
    let lost = soon("the loss", status.changed()).await;
    assert_eq!(lost, Some(Status::Reconnecting));
    let mut peer = server.accept().await;
    assert!(soon("the return", status.wait_for(Status::Connected)).await);
    // One that is read answers pings by itself, and is kept.
    for _ in 0..4 {
        peer.ping().await;
    }
    assert_eq!(status.get(), Status::Connected);
}

/// A server that stalls is waited for, and one that is slow to read does not
/// stop the client from reading.
#[tokio::test]
async fn a_stalled_server_holds_nothing_but_its_answers() {
    let world = support::World::open(support::Transport::WebSocket, actors::app()).await;
    let proxy = Proxy::open(world.address()).await;
    let builder = quick(Client::builder(proxy.url())).call_timeout(Duration::from_secs(1));
    let client = builder.connect().await.expect("it is there");
    let ledger = client.dynamic("ledger", "stalled");
    let line = json!({ "writer": "a", "number": 1 });
    ledger.call("write", &line).await.expect("it succeeds");
    proxy.stall();
    let start = Instant::now();
    let stalled = ledger.call("write", &line).await;
    assert!(
        matches!(stalled, Err(CallFailure::Timeout(Unanswered::Unknown))),
        "{stalled:?}"
    );
    assert!(start.elapsed() < Duration::from_secs(5));
    proxy.resume();
    let written = ledger.call("write", &line).await.expect("it succeeds");
    assert_eq!((written, proxy.opened()), (json!(3), 1));
}

#[tokio::test]
async fn a_frame_that_is_cut_in_its_midst_is_no_frame() {
    let world = support::World::open(support::Transport::WebSocket, actors::app()).await;
    let proxy = Proxy::open(world.address()).await;
    let client = quick(Client::builder(proxy.url())).connect().await;
    let client = client.expect("it is there");
    let ledger = client.dynamic("ledger", "torn");
    let mut watch = client
        .state::<Ledger>("ledger", "torn")
        .await
        .expect("it is there");
    for bytes in (1..200).step_by(13) {
        let title = format!("{bytes}-{}", "x".repeat(300));
        proxy.cut_after(bytes);
        let _ = ledger.call("rename", &json!({ "title": title })).await;
        let renamed = watch.wait_for(|ledger| ledger.title == title);
        soon("the new title", renamed).await.expect("it goes on");
    }
    assert!(proxy.opened() > 10);
}

/// A new server has new instances: the state is what it says now.
#[tokio::test]
async fn a_server_that_was_restarted_is_found_again() {
    let instance = Instance::unique("ledger");
    let world = support::World::open(support::Transport::WebSocket, actors::app()).await;
    let proxy = Proxy::open(world.address()).await;
    let client = quick(Client::builder(proxy.url())).connect().await;
    let client = client.expect("it is there");
    let ledger = client.dynamic("ledger", &*instance.id);
    let line = json!({ "writer": "a", "number": 1 });
    ledger.call("write", &line).await.expect("it succeeds");
    let mut watch = client
        .state::<Ledger>("ledger", &instance.id)
        .await
        .expect("it is there");
    assert_eq!(watch.borrow().entries.len(), 1);
    let mut status = client.status();
    proxy.lead_to(None);
    world.shutdown().await;
    assert!(soon("the loss", status.wait_for(Status::Reconnecting)).await);
    let waiting = tokio::spawn(async move { ledger.call("write", &line).await });
    let world = support::World::open(support::Transport::WebSocket, actors::app()).await;
    proxy.lead_to(Some(world.address()));
    assert_eq!(
        soon("the answer", waiting)
            .await
            .expect("no panic")
            .expect("it succeeds"),
        json!(1)
    );
    let renewed = watch.wait_for(|ledger| ledger.entries.len() == 1 && ledger.title.is_empty());
    soon("the new state", renewed).await.expect("it goes on");
    assert!(watch.is_current());
}
