//! [`Link`]: the client's end of one connection, whatever carries the text; one
//! function per transport that opens one.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::{SinkExt, StreamExt};
use stagedoor::{Connection, Frame, Handlers};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::Message;

/// What a client can put on a connection.
#[derive(Clone, Debug)]
pub enum Sent {
    /// A frame.
    Text(String),
    /// What is no text: a binary message, or a line of these bytes.
    Bytes(Vec<u8>),
}

/// Two queues, without bound because a test reads all that it is sent. Dropping
/// the outgoing one closes the connection; the incoming one ends with it.
pub(crate) struct Link {
    pub(crate) outgoing: UnboundedSender<Sent>,
    pub(crate) incoming: UnboundedReceiver<String>,
}

/// The transport's end of a [`Link`].
struct Wire {
    outgoing: UnboundedReceiver<Sent>,
    incoming: UnboundedSender<String>,
}

fn link() -> (Link, Wire) {
    let (to_server, outgoing) = unbounded_channel();
    let (to_client, incoming) = unbounded_channel();
    let link = Link {
        outgoing: to_server,
        incoming,
    };
    let wire = Wire {
        outgoing,
        incoming: to_client,
    };
    (link, wire)
}

/// Connects as a WebSocket client.
pub(crate) async fn web_socket(server: SocketAddr) -> Link {
    let address = format!("ws://{server}/");
    let (socket, _) = connect_async_with_config(address, None, true)
        .await
        .expect("the server accepts WebSockets");
    let (mut sink, mut stream) = socket.split();
    let (link, mut wire) = link();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                sent = wire.outgoing.recv() => {
                    let outcome = match sent {
                        Some(Sent::Text(text)) => sink.send(Message::text(text)).await,
                        Some(Sent::Bytes(bytes)) => sink.send(Message::binary(bytes)).await,
                        None => break,
                    };
                    if outcome.is_err() {
                        break;
                    }
                }
                message = stream.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        // The test may have lost interest already.
                        let _ = wire.incoming.send(text.to_string());
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                    Some(Ok(_)) => {}
                }
            }
        }
        // Read to the end: to leave something unread is to reset the connection,
        // and what was sent last could be lost. A server that took no more may
        // have said why.
        let _ = sink.close().await;
        while let Some(Ok(message)) = stream.next().await {
            if let Message::Text(text) = message {
                let _ = wire.incoming.send(text.to_string());
            }
        }
    });
    link
}

/// Connects with next to no room for what is not read.
///
/// # Panics
///
/// When the server does not accept.
pub async fn connect_narrowly(server: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("there are sockets");
    socket.set_recv_buffer_size(16 * 1024).expect("it is new");
    socket.connect(server).await.expect("it accepts")
}

/// Connects to the example's transport.
pub(crate) async fn tcp(server: SocketAddr) -> Link {
    let stream = TcpStream::connect(server)
        .await
        .expect("the server accepts connections");
    stream.set_nodelay(true).expect("the socket is open");
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let (link, mut wire) = link();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                sent = wire.outgoing.recv() => {
                    let mut bytes = match sent {
                        Some(Sent::Text(text)) => text.into_bytes(),
                        Some(Sent::Bytes(bytes)) => bytes,
                        None => break,
                    };
                    bytes.push(b'\n');
                    if writer.write_all(&bytes).await.is_err() {
                        return;
                    }
                }
                received = lines.next_line() => match received {
                    Ok(Some(text)) => {
                        let _ = wire.incoming.send(text);
                    }
                    Ok(None) | Err(_) => return,
                }
            }
        }
        let _ = writer.shutdown().await;
        while let Ok(Some(_)) = lines.next_line().await {}
    });
    link
}

/// Connects with no socket at all.
pub(crate) fn memory(handlers: Handlers) -> Link {
    let (link, mut wire) = link();
    let connection = Arc::new(FakeConnection::new(wire.incoming));
    handlers
        .on_connection(connection.clone())
        .expect("the connection has an id of its own");
    tokio::spawn(async move {
        while let Some(sent) = wire.outgoing.recv().await {
            let Sent::Text(text) = sent else {
                panic!("memory carries text alone");
            };
            // Queued in order; dropping the future cancels nothing.
            drop(handlers.on_message(&*connection, &text));
        }
        handlers.on_close(&*connection).await;
    });
    link
}

/// A connection that puts each frame into a queue.
#[derive(Debug)]
pub struct FakeConnection {
    id: String,
    frames: UnboundedSender<String>,
}

impl FakeConnection {
    /// A connection with an id of its own, and this queue.
    #[must_use]
    pub fn new(frames: UnboundedSender<String>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = format!("memory-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        Self { id, frames }
    }
}

impl Connection for FakeConnection {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, frame: Frame) {
        // The test may have lost interest already.
        let _ = self.frames.send(frame.as_str().to_owned());
    }
}
