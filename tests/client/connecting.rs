//! Connecting: what can go wrong, what is sent along, and how it ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;
use stagedoor::client::{CallFailure, Client, ConnectError, Status};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::fake::FakeServer;
use crate::soon;

#[tokio::test]
async fn a_connected_client_knows_its_id() {
    let server = FakeServer::listen().await;
    let (client, _peer) = server.connect(server.builder()).await;
    assert_eq!(client.status().get(), Status::Connected);
    assert_eq!(client.client_id().expect("it is welcomed").as_str(), "me");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    for url in [
        "",
        "nonsense",
        "http://localhost:1",
        "ws://",
        "/path",
        "ws://:80",
    ] {
        let refused = Client::connect(url).await;
        assert!(
            matches!(refused, Err(ConnectError::InvalidUrl { .. })),
            "{url}: {refused:?}"
        );
        let refused = Client::builder(url).connect_lazily();
        assert!(
            matches!(refused, Err(ConnectError::InvalidUrl { .. })),
            "{url}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error() {
    let url = FakeServer::listen().await.stop();
    let refused = Client::connect(url).await;
    assert!(matches!(refused, Err(ConnectError::Io(_))), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_given_up() {
    let server = FakeServer::listen().await;
    let builder = server.builder().connect_timeout(Duration::from_millis(50));
    let refused = builder.connect().await;
    assert!(matches!(refused, Err(ConnectError::Timeout)), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_does_not_welcome_is_given_up() {
    let server = FakeServer::listen().await;
    let builder = server.builder().connect_timeout(Duration::from_millis(50));
    let (refused, _peer) = tokio::join!(builder.connect(), server.accept_silently());
    assert!(matches!(refused, Err(ConnectError::Timeout)), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_says_something_else_is_not_one() {
    let server = FakeServer::listen().await;
    let played = async {
        let mut peer = server.accept_silently().await;
        peer.send(json!({ "hello": "world" })).await;
        peer
    };
    let (refused, _peer) = tokio::join!(server.builder().connect(), played);
    assert!(
        matches!(refused, Err(ConnectError::Protocol(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_refusal_shows_its_status() {
    let server = FakeServer::listen().await;
    let played = async {
        let mut stream = server.accept_raw().await;
        let _ = stream.read(&mut [0; 4_096]).await.expect("a request");
        let response = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 7\r\n\r\nsign in";
        let written = stream.write_all(response.as_bytes()).await;
        written.expect("the client reads");
    };
    let (refused, ()) = tokio::join!(server.builder().connect(), played);
    let Err(ConnectError::Refused { status, body }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((status, &*body), (401, "sign in"));
}

#[tokio::test]
async fn headers_are_sent_and_the_token_is_asked_for_each_time() {
    let server = FakeServer::listen().await;
    let asked = Arc::new(AtomicU32::new(0));
    let asking = Arc::clone(&asked);
    let builder = server.builder().header("x-device", "7").token(move || {
        let number = asking.fetch_add(1, Ordering::SeqCst);
        async move { Ok::<_, std::io::Error>(format!("token-{number}")) }
    });
    let (_client, mut peer) = server.connect(builder).await;
    for number in 0..3 {
        let headers = peer.request.headers();
        assert_eq!(headers["x-device"], "7");
        assert_eq!(headers["authorization"], format!("Bearer token-{number}"));
        peer.cut();
        peer = server.accept().await;
    }
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_token_provider_that_fails_is_asked_again() {
    let server = FakeServer::listen().await;
    let failing = server
        .builder()
        .token(|| async { Err::<String, _>("no key") });
    let refused = failing.connect().await;
    assert!(
        matches!(&refused, Err(ConnectError::Token(_))),
        "{refused:?}"
    );
    let asked = AtomicU32::new(0);
    let builder = server.builder().token(move || {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        async move {
            if number == 1 {
                return Err("no key");
            }
            Ok(format!("token-{number}"))
        }
    });
    let (_client, peer) = server.connect(builder).await;
    peer.cut();
    let peer = server.accept().await;
    assert_eq!(peer.request.headers()["authorization"], "Bearer token-2");
}

#[tokio::test]
async fn headers_that_are_none_are_refused() {
    let server = FakeServer::listen().await;
    let refused = server.builder().header("a b", "x").connect().await;
    assert!(matches!(refused, Err(ConnectError::InvalidHeader(name)) if name == "a b"));
    let refused = server.builder().header("a", "x\ny").connect().await;
    assert!(matches!(refused, Err(ConnectError::InvalidHeader(name)) if name == "a"));
    let token = || async { Ok::<_, std::io::Error>("x\ny".to_owned()) };
    let refused = server.builder().token(token).connect().await;
    assert!(matches!(refused, Err(ConnectError::InvalidHeader(_))));
}

#[tokio::test]
async fn a_lazy_client_connects_when_the_server_comes() {
    let server = FakeServer::listen().await;
    let client = server.builder().connect_lazily();
    let client = client.expect("the address is one");
    let mut statuses = client.status().into_stream();
    assert_eq!(statuses.next().await, Some(Status::Connecting));
    drop(server.accept_raw().await);
    let _peer = server.accept().await;
    assert_eq!(
        soon("the status", statuses.next()).await,
        Some(Status::Connected)
    );
}

#[tokio::test]
async fn dropping_the_last_handle_closes_the_socket() {
    let server = FakeServer::listen().await;
    let (client, mut peer) = server.connect(server.builder()).await;
    let mut status = client.status();
    let clone = client.clone();
    let room = client.dynamic("room", "1");
    let (watch, ()) = tokio::join!(room.state(), async {
        peer.expect("state:sub").await;
        peer.tell_state(json!(1)).await;
    });
    drop((client, clone, room));
    // The watch is a handle like the others.
    peer.tell_state(json!(2)).await;
    let mut watch = watch.expect("it is subscribed");
    assert_eq!(
        *soon("the state", watch.changed())
            .await
            .expect("it goes on"),
        json!(2)
    );
    assert_eq!(status.get(), Status::Connected);
    drop(watch);
    while let Some(frame) = peer.next_or_end().await {
        assert_eq!(frame["type"], "state:unsub");
    }
    assert!(soon("the status", status.wait_for(Status::Disconnected)).await);
    assert_eq!(status.changed().await, None);
}

#[tokio::test]
async fn a_closed_client_fails_everything() {
    let server = FakeServer::listen().await;
    let (client, mut peer) = server.connect(server.builder()).await;
    let room = client.dynamic("room", "1");
    let other = client.clone();
    let calling = tokio::spawn(async move { room.call("slow", &json!({})).await });
    peer.call("slow").await;
    soon("the end", client.close()).await;
    assert_eq!(other.status().get(), Status::Disconnected);
    assert_eq!(other.client_id(), None);
    let answer = soon("the answer", calling).await.expect("no panic");
    assert!(
        matches!(answer, Err(CallFailure::Disconnected(_))),
        "{answer:?}"
    );
    assert!(peer.next_or_end().await.is_none());
    let room = other.dynamic("room", "1");
    assert!(room.call("more", &json!({})).await.is_err());
    assert!(room.state().await.is_err());
    assert!(room.events().await.is_err());
}

#[tokio::test]
async fn a_client_that_is_closed_while_it_connects_ends() {
    let server = FakeServer::listen().await;
    let client = server.builder().connect_lazily();
    let client = client.expect("the address is one");
    let _stream = server.accept_raw().await;
    soon("the end", client.close()).await;
}
