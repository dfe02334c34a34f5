//! What each socket adds to the protocol: binary messages, long lines,
//! acknowledgements, the way it closes.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use stagedoor::Limits;
use support::tcp::{Acknowledgement, Options, serve};
use support::{DEADLINE, Instance, Sent, Transport, World, check};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{client_async, connect_async};

use crate::actors;

#[tokio::test]
async fn what_is_no_text_is_refused() {
    for transport in [Transport::WebSocket, Transport::Tcp] {
        let world = World::open(transport, actors::app()).await;
        let mut client = world.connect().await;
        client.send_raw(Sent::Bytes(vec![0xff, 0xfe, 0x00]));
        let error = client.next().await;
        assert_eq!(error["type"], "error", "{transport:?}: {error}");
        client.settle(&Instance::unique("desk")).await;
    }
}

#[tokio::test]
async fn a_web_socket_closes_as_going_away() {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let (mut socket, _) = connect_async(format!("ws://{}/", world.address()))
        .await
        .expect("it accepts");
    let welcome = socket.next().await.expect("it is open").expect("a frame");
    assert!(welcome.is_text());
    let stopping = tokio::spawn(world.shutdown());
    let last = timeout(DEADLINE, socket.next()).await.expect("it closes");
    let Some(Ok(Message::Close(Some(close)))) = last else {
        panic!("expected a close frame, got {last:?}");
    };
    assert_eq!(u16::from(close.code), 1001);
    // The closing handshake is answered by reading on.
    while let Some(Ok(_)) = socket.next().await {}
    stopping.await.expect("it stops");
}

/// Such a message cannot be skipped, so the connection ends; but not in silence.
#[tokio::test]
async fn a_message_far_past_the_limit_is_answered_before_the_end() {
    let limits = Limits {
        frame_bytes: 1_000,
        ..Limits::default()
    };
    let world = World::open(Transport::WebSocket, actors::limited(limits)).await;
    let mut client = world.connect().await;
    client.send_text("x".repeat(2 << 20));
    let frames = client.closed().await;
    assert_eq!(frames.len(), 1, "{frames:?}");
    assert_eq!(frames[0]["code"], "tooLarge");
    world
        .connect()
        .await
        .settle(&Instance::unique("desk"))
        .await;
}

/// What was sent last may be lost then, but not that the connection is.
#[tokio::test]
async fn a_connection_that_is_reset_has_left() {
    for transport in [Transport::WebSocket, Transport::Tcp] {
        let world = World::open(transport, actors::app()).await;
        let journal = Instance::unique("journal");
        let mut stays = world.connect().await;
        stays.watch(&journal).await;
        let mut stream = TcpStream::connect(world.address())
            .await
            .expect("it accepts");
        stream.set_zero_linger().expect("it is open");
        let subscribe = journal.frame("event:sub").to_string();
        if transport == Transport::WebSocket {
            let url = format!("ws://{}/", world.address());
            let (mut socket, _) = client_async(url, stream).await.expect("it accepts");
            socket
                .send(Message::text(subscribe))
                .await
                .expect("it is open");
            stays
                .take("the arrival", |frame| journal.is("state:patch", frame))
                .await;
        } else {
            let line = format!("{subscribe}\n");
            stream.write_all(line.as_bytes()).await.expect("it is open");
            stays
                .take("the arrival", |frame| journal.is("state:patch", frame))
                .await;
            drop(stream);
        }
        stays
            .take("the departure", |frame| journal.is("state:patch", frame))
            .await;
        assert_eq!(stays.watch(&journal).await["members"], json!([stays.id()]));
    }
}

#[tokio::test]
async fn answers_on_their_way_are_sent_before_the_end() {
    for transport in [Transport::WebSocket, Transport::Tcp] {
        let world = World::open(transport, actors::app()).await;
        let mut client = world.connect().await;
        let journal = Instance::unique("journal");
        client.listen(&journal).await;
        client.start(&journal, "wait", json!({}));
        journal.probe().entered().await;
        journal.probe().open();
        world.shutdown().await;
        let frames = client.closed().await;
        assert!(
            frames.iter().any(|frame| frame["type"] == "rpc:result"),
            "{frames:?}"
        );
        assert!(frames.contains(&journal.event("moved", json!({ "what": "deactivate" }))));
    }
}

/// A socket that gathers small writes holds each second answer back for some
/// 40 ms, until the other side acknowledges the first.
#[tokio::test]
async fn small_frames_leave_at_once() {
    for transport in [Transport::WebSocket, Transport::Tcp] {
        let world = World::open(transport, actors::app()).await;
        let mut client = world.connect().await;
        let desk = Instance::unique("desk");
        let start = Instant::now();
        for _ in 0..100 {
            client.send_text("{");
            client.next().await;
            client.send_text("{");
            client.settle(&desk).await;
            client.next().await;
        }
        let took = start.elapsed();
        assert!(took < Duration::from_secs(3), "{transport:?} took {took:?}");
    }
}

#[tokio::test]
async fn a_line_that_is_too_long_is_skipped() {
    let mut lines = NdJson::connect(Acknowledgement::None).await;
    lines.send(&"x".repeat(2_000)).await;
    assert_eq!(lines.next().await["code"], "tooLarge");
    lines.send(&"x".repeat(1_000_000)).await;
    assert_eq!(lines.next().await["code"], "tooLarge");
    let call = Instance::unique("desk")
        .rpc("1", "ping", json!({}))
        .to_string();
    let padding = " ".repeat(1_000 - call.len());
    lines.send(&format!("{call}{padding}")).await;
    assert_eq!(
        lines.next().await,
        json!({ "type": "rpc:result", "id": "1" })
    );
    lines.stop().await.expect("the listener is fine");
}

#[tokio::test]
async fn lines_are_acknowledged_once_they_are_processed() {
    let mut lines = NdJson::connect(Acknowledgement::EachLine).await;
    let (slow, fast) = (Instance::unique("desk"), Instance::unique("desk"));
    lines
        .send(&slow.rpc("slow", "wait", json!({})).to_string())
        .await;
    lines
        .send(&fast.rpc("fast", "ping", json!({})).to_string())
        .await;
    slow.probe().entered().await;
    for expected in [
        json!({ "type": "rpc:result", "id": "fast" }),
        acknowledgement(2),
    ] {
        assert_eq!(lines.next().await, expected);
    }
    slow.probe().open();
    for expected in [
        json!({ "type": "rpc:result", "id": "slow" }),
        acknowledgement(1),
    ] {
        assert_eq!(lines.next().await, expected);
    }
    lines.send("{").await;
    assert_eq!(lines.next().await["type"], "error");
    assert_eq!(lines.next().await, acknowledgement(3));
    lines.stop().await.expect("the listener is fine");
}

#[tokio::test]
async fn what_was_sent_before_the_end_of_input_is_answered() {
    let mut lines = NdJson::connect(Acknowledgement::None).await;
    let desk = Instance::unique("desk");
    lines
        .send(&desk.rpc("1", "wait", json!({})).to_string())
        .await;
    desk.probe().entered().await;
    lines.writer.shutdown().await.expect("the socket is open");
    desk.probe().open();
    assert_eq!(
        lines.next().await,
        json!({ "type": "rpc:result", "id": "1" })
    );
    let end = timeout(DEADLINE, lines.reader.next_line())
        .await
        .expect("it closes");
    assert!(matches!(end, Ok(None)), "{end:?}");
    lines.stop().await.expect("the listener is fine");
}

fn acknowledgement(line: u64) -> Value {
    json!({ "type": "ack", "line": line })
}

/// A server of the example's transport with short lines, and one client of it.
struct NdJson {
    reader: Lines<BufReader<OwnedReadHalf>>,
    writer: OwnedWriteHalf,
    until: oneshot::Sender<()>,
    serving: JoinHandle<io::Result<()>>,
}

impl NdJson {
    async fn connect(acknowledgement: Acknowledgement) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address: SocketAddr = listener.local_addr().expect("it is bound");
        let (until, stop) = oneshot::channel();
        let options = Options {
            line_bytes: 1_000,
            queued_lines: 100,
            acknowledgement,
        };
        let serving = tokio::spawn(serve(actors::app(), listener, options, async {
            // Stopped, or dropped by a test that has failed.
            let _ = stop.await;
        }));
        let stream = TcpStream::connect(address).await.expect("it accepts");
        let (reader, writer) = stream.into_split();
        let mut lines = Self {
            reader: BufReader::new(reader).lines(),
            writer,
            until,
            serving,
        };
        assert_eq!(lines.next().await["type"], "welcome");
        lines
    }

    async fn send(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.writer
            .write_all(line.as_bytes())
            .await
            .expect("the socket is open");
    }

    async fn next(&mut self) -> Value {
        let line = timeout(DEADLINE, self.reader.next_line())
            .await
            .expect("a line comes");
        let line = line.expect("the socket is open").expect("there is more");
        // Acknowledgements are no frames of the protocol.
        check(&line)
            .or_else(|_| serde_json::from_str(&line))
            .expect("it is JSON")
    }

    async fn stop(self) -> io::Result<()> {
        let _ = self.until.send(());
        let stopped = timeout(DEADLINE, self.serving).await.expect("it stops");
        stopped.expect("it does not panic")
    }
}
