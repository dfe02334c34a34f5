//! A signal in the middle of calls: each call that has run is answered, in order.

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use support::{DEADLINE, Instance, check};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::server::Server;

const CLIENTS: usize = 6;

/// Calls that a client sends ahead of the answers.
const IN_FLIGHT: usize = 32;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_ends_it_in_order() {
    let server = Server::start();
    let mut clients = JoinSet::new();
    let (answered, mut answers) = mpsc::channel(CLIENTS);
    for _ in 0..CLIENTS {
        let (socket, _) = connect_async(format!("ws://{}/", server.address))
            .await
            .expect("it accepts");
        clients.spawn(call_until_closed(socket, answered.clone()));
    }
    drop(answered);
    for _ in 0..CLIENTS {
        let busy = timeout(DEADLINE, answers.recv()).await;
        busy.expect("it answers").expect("it answers them all");
    }
    server.terminate();
    let closed = timeout(DEADLINE, clients.join_all()).await;
    assert_eq!(closed.expect("it closes them").len(), CLIENTS);
    assert!(server.ended().await.success());
}

/// Calls an instance of its own until the server says that it goes.
async fn call_until_closed(socket: Socket, answered: mpsc::Sender<()>) {
    let (sink, mut stream) = socket.split();
    let (more, calls) = mpsc::channel(IN_FLIGHT);
    let sending = tokio::spawn(send(sink, calls));
    for _ in 0..IN_FLIGHT {
        more.send(()).await.expect("it is sending");
    }
    let served = receive(&mut stream, &more, &answered).await;
    assert!(served >= IN_FLIGHT, "it was busy");
    drop(more);
    sending.await.expect("sending does not panic");
}

async fn send(mut sink: SplitSink<Socket, Message>, mut calls: mpsc::Receiver<()>) {
    let counter = Instance::unique("counter");
    let mut sent = 0;
    while calls.recv().await.is_some() {
        sent += 1;
        let call = counter.rpc(&sent.to_string(), "increment", json!({}));
        // Once it is closed, nothing is sent any more.
        let _ = sink.send(Message::text(call.to_string())).await;
    }
}

/// Takes the answers up to the end; how many calls were served.
async fn receive(
    stream: &mut SplitStream<Socket>,
    more: &mpsc::Sender<()>,
    answered: &mpsc::Sender<()>,
) -> usize {
    let (mut count, mut served) = (0, 0);
    loop {
        let message = stream.next().await.expect("it ends with a word");
        let text = match message.expect("it is not reset") {
            Message::Close(closing) => {
                assert_eq!(closing.map(|frame| u16::from(frame.code)), Some(1001));
                return served;
            }
            Message::Text(text) => text,
            _ => continue,
        };
        let frame: Value = check(&text).expect("a frame of the protocol");
        if frame["type"] == "welcome" {
            continue;
        }
        count += 1;
        assert_eq!(frame["id"], count.to_string());
        if frame["code"] != "unavailable" {
            served += 1;
            assert_eq!(frame["result"], served);
        }
        if count == 2 * IN_FLIGHT {
            let _ = answered.send(()).await;
        }
        // Nothing takes more once the socket is closed.
        let _ = more.try_send(());
    }
}
