//! Servers that say what the test tells them to.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

use crate::soon;

/// A listener whose connections the test plays by hand.
pub(crate) struct FakeServer(TcpListener);

/// The server's end of one WebSocket.
pub(crate) struct Peer(WebSocketStream<TcpStream>);

impl FakeServer {
    pub(crate) async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        Self(listener.expect("a port is free"))
    }

    /// The address with this scheme.
    pub(crate) fn url(&self, scheme: &str) -> String {
        let address = self.0.local_addr().expect("it is bound");
        format!("{scheme}://{address}")
    }

    /// Takes the next connection, and does nothing with it.
    pub(crate) async fn accept_raw(&self) -> TcpStream {
        let accepted = soon("a connection", self.0.accept()).await;
        accepted.expect("it accepts").0
    }

    /// Takes the next connection and welcomes it.
    pub(crate) async fn accept(&self) -> Peer {
        let socket = soon("a handshake", accept_async(self.accept_raw().await)).await;
        let mut peer = Peer(socket.expect("it is one"));
        peer.send(json!({ "type": "welcome", "clientId": "me" }))
            .await;
        peer
    }

    /// Takes the next connection, and shows this state to whom it watches.
    pub(crate) async fn show(&self, state: Value) -> Peer {
        let mut peer = self.accept().await;
        peer.expect("event:sub").await;
        peer.expect("state:sub").await;
        peer.tell("state:snapshot", "state", state).await;
        peer
    }

    /// Answers a request for a document, and gives the request.
    pub(crate) async fn answer(&self, head: &str, body: &str) -> String {
        let mut stream = self.accept_raw().await;
        let mut request = String::new();
        while !request.ends_with("\r\n\r\n") {
            let mut byte = [0];
            let read = soon("the request", stream.read_exact(&mut byte)).await;
            read.expect("a request ends with an empty line");
            request.push(char::from(byte[0]));
        }
        let answer = format!(
            "HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        let written = stream.write_all(answer.as_bytes()).await;
        written.expect("the client is there");
        request
    }
}

impl Peer {
    pub(crate) async fn send(&mut self, frame: Value) {
        self.send_text(frame.to_string()).await;
    }

    pub(crate) async fn send_text(&mut self, text: String) {
        let sent = soon("the place to send", self.0.send(Message::text(text))).await;
        sent.expect("the client is there");
    }

    /// Sends a frame about the instance `queue/1`.
    pub(crate) async fn tell(&mut self, kind: &str, field: &str, value: Value) {
        let mut frame = json!({ "type": kind, "actor": "queue", "actorId": "1" });
        frame[field] = value;
        self.send(frame).await;
    }

    /// The next frame, which is of this type.
    pub(crate) async fn expect(&mut self, kind: &str) -> Value {
        let message = soon("a frame", self.0.next()).await;
        let message = message.expect("the client is there").expect("it is one");
        let frame: Value = serde_json::from_str(message.to_text().expect("it is text"))
            .unwrap_or_else(|_| panic!("{message:?} is no {kind}"));
        assert_eq!(frame["type"], kind, "{frame}");
        frame
    }

    /// Waits until the client says goodbye.
    pub(crate) async fn expect_close(&mut self) {
        loop {
            match soon("a goodbye", self.0.next()).await {
                Some(Ok(Message::Close(_))) => return,
                Some(Ok(_)) => {}
                gone => panic!("the client has gone: {gone:?}"),
            }
        }
    }

    /// Waits until the client has taken all that was sent.
    pub(crate) async fn ping(&mut self) {
        let sent = self.0.send(Message::Ping("?".into())).await;
        sent.expect("the client is there");
        let message = soon("an answer", self.0.next()).await;
        assert!(matches!(message, Some(Ok(Message::Pong(_)))), "{message:?}");
    }
}
