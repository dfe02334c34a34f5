//! [`FakeServer`]: a server that says what the test tells it to, and shows the
//! test each frame that it gets.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use stagedoor::client::{Client, ClientBuilder};
use support::DEADLINE;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

/// A listener whose connections the test plays by hand.
pub(crate) struct FakeServer(TcpListener);

/// The server's end of one connection.
pub(crate) struct Peer {
    socket: WebSocketStream<TcpStream>,
    /// What the client asked to connect with.
    pub(crate) request: Request,
}

impl FakeServer {
    pub(crate) async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        Self(listener.expect("a port is free"))
    }

    pub(crate) fn url(&self) -> String {
        let address = self.0.local_addr().expect("it is bound");
        format!("ws://{address}")
    }

    /// A client that reconnects quickly.
    pub(crate) fn builder(&self) -> ClientBuilder {
        crate::quick(Client::builder(self.url()))
    }

    /// Takes the next connection, and does nothing with it.
    pub(crate) async fn accept_raw(&self) -> TcpStream {
        let accepted = timeout(DEADLINE, self.0.accept()).await;
        let (stream, _) = accepted.expect("a client connects").expect("it accepts");
        stream
    }

    /// Takes the next connection up to the handshake.
    pub(crate) async fn accept_silently(&self) -> Peer {
        let stream = self.accept_raw().await;
        let mut seen = None;
        #[allow(clippy::result_large_err, reason = "the callback's type is given")]
        let look = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
            seen = Some(request.clone());
            Ok(response)
        };
        let accepted = timeout(DEADLINE, accept_hdr_async(stream, look)).await;
        let socket = accepted.expect("a handshake comes").expect("it is one");
        Peer {
            socket,
            request: seen.expect("the callback ran"),
        }
    }

    /// Takes the next connection and welcomes it.
    pub(crate) async fn accept(&self) -> Peer {
        let mut peer = self.accept_silently().await;
        peer.send(json!({ "type": "welcome", "clientId": "me" }))
            .await;
        peer
    }

    /// A client and the server's end of it.
    pub(crate) async fn connect(&self, builder: ClientBuilder) -> (Client, Peer) {
        let (client, peer) = tokio::join!(builder.connect(), self.accept());
        (client.expect("it is welcomed"), peer)
    }

    /// Makes sure that nobody can connect any more.
    pub(crate) fn stop(self) -> String {
        self.url()
    }
}

impl Peer {
    pub(crate) async fn send(&mut self, frame: Value) {
        self.send_text(frame.to_string()).await;
    }

    pub(crate) async fn send_text(&mut self, text: String) {
        let message = Message::text(text);
        let sent = self.socket.send(message).await;
        sent.expect("the client is there");
    }

    /// The next frame.
    pub(crate) async fn next(&mut self) -> Value {
        let frame = self.next_or_end().await;
        frame.expect("the client is still there")
    }

    /// The next frame; none if the client closed the connection.
    pub(crate) async fn next_or_end(&mut self) -> Option<Value> {
        let next = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Text(text))) => {
                        return Some(serde_json::from_str(&text).expect("it is JSON"));
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                    // A ping says nothing.
                    Some(Ok(_)) => {}
                }
            }
        };
        let next = timeout(DEADLINE, next).await;
        next.expect("the client says something")
    }

    /// Takes a ping, and answers it.
    pub(crate) async fn ping(&mut self) {
        let message = timeout(DEADLINE, self.socket.next()).await;
        let message = message.expect("the client says something");
        assert!(matches!(message, Some(Ok(Message::Ping(_)))), "{message:?}");
        self.socket.flush().await.expect("the client is there");
    }

    /// Takes a call and returns its id.
    pub(crate) async fn call(&mut self, method: &str) -> String {
        let frame = self.next().await;
        assert_eq!(frame["type"], "rpc", "{frame}");
        assert_eq!(frame["method"], method, "{frame}");
        frame["id"].as_str().expect("a call has an id").to_owned()
    }

    /// Takes a call and answers it.
    pub(crate) async fn answer(&mut self, method: &str, result: Value) {
        let id = self.call(method).await;
        self.send(json!({ "type": "rpc:result", "id": id, "result": result }))
            .await;
    }

    /// Takes a frame that is about the instance `room/1` and no call.
    pub(crate) async fn expect(&mut self, kind: &str) {
        let frame = self.next().await;
        let expected = json!({ "type": kind, "actor": "room", "actorId": "1" });
        assert_eq!(frame, expected);
    }

    /// Sends a frame about the instance `room/1`.
    pub(crate) async fn tell(&mut self, kind: &str, fields: Value) {
        let mut frame = json!({ "type": kind, "actor": "room", "actorId": "1" });
        for (name, value) in fields.as_object().expect("these are fields") {
            frame[name] = value.clone();
        }
        self.send(frame).await;
    }

    pub(crate) async fn tell_event(&mut self, number: u64) {
        self.tell(
            "event",
            json!({ "event": "said", "payload": { "number": number } }),
        )
        .await;
    }

    pub(crate) async fn tell_state(&mut self, state: Value) {
        self.tell("state:snapshot", json!({ "state": state })).await;
    }

    pub(crate) async fn tell_patch(&mut self, patches: Value) {
        self.tell("state:patch", json!({ "patches": patches }))
            .await;
    }

    /// Breaks the connection off.
    pub(crate) fn cut(self) {
        let stream = self.socket.into_inner();
        stream.set_zero_linger().expect("the socket is open");
    }
}
