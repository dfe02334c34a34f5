//! A connection that does not read: it loses its place, and nobody else notices.

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use stagedoor::Limits;
use support::tcp::{Acknowledgement, Options, serve};
use support::{DEADLINE, Instance, Transport, World, connect_narrowly};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use crate::actors;

/// More than the operating system keeps for a socket: 16 MiB.
const EVENTS: usize = 64;
const EVENT_BYTES: usize = 256 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_web_socket_that_does_not_read_is_closed() {
    let limits = Limits {
        queued_bytes: 1 << 20,
        ..Limits::default()
    };
    let world = World::open(Transport::WebSocket, actors::limited(limits)).await;
    let counter = Instance::unique("counter");
    let stream = connect_narrowly(world.address()).await;
    let (mut slow, _) = client_async(format!("ws://{}/", world.address()), stream)
        .await
        .expect("it accepts");
    let subscribe = counter.frame("event:sub").to_string();
    slow.send(Message::text(subscribe))
        .await
        .expect("it is open");

    let mut reader = world.connect().await;
    reader.listen(&counter).await;
    publish(&mut reader, &counter).await;

    let mut received = 0;
    let reading = async {
        while let Some(Ok(message)) = slow.next().await {
            received += usize::from(message.is_text());
        }
    };
    timeout(DEADLINE, reading).await.expect("it is closed");
    assert!(
        received < EVENTS,
        "all of it was kept for a connection that does not read"
    );
    reader.settle(&counter).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tcp_connection_that_does_not_read_is_closed() {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let app = actors::app();
    let options = Options {
        line_bytes: Limits::default().frame_bytes,
        queued_lines: 4,
        acknowledgement: Acknowledgement::None,
    };
    let serving = tokio::spawn(serve(
        app.clone(),
        listener,
        options,
        std::future::pending(),
    ));
    let mut slow = connect_narrowly(address).await;
    let counter = Instance::unique("counter");
    let subscribe = format!("{}\n", counter.frame("event:sub"));
    slow.write_all(subscribe.as_bytes())
        .await
        .expect("it is open");

    // A client in memory, so that its own queue is no part of this.
    let world = World::open(Transport::Memory, app).await;
    let mut reader = world.connect().await;
    reader.listen(&counter).await;
    publish(&mut reader, &counter).await;

    let mut received = Vec::new();
    // Whether it ends in order or is reset does not matter.
    let _ = timeout(DEADLINE, slow.read_to_end(&mut received))
        .await
        .expect("it is closed");
    assert!(received.len() < EVENTS * EVENT_BYTES);
    reader.settle(&counter).await;
    serving.abort();
}

/// Sends the events, and sees each of them in time.
async fn publish(reader: &mut support::Client, counter: &Instance) {
    let text = "x".repeat(EVENT_BYTES);
    for _ in 0..EVENTS {
        let input = json!({ "text": text, "clients": [] });
        reader.start(counter, "noteExcept", input);
        reader
            .take("the event", |frame| counter.is("event", frame))
            .await;
        reader
            .take("the answer", |frame| frame["type"] == "rpc:result")
            .await;
    }
}
