//! One WebSocket: frames from it go to the handlers, frames for it wait in a
//! queue bounded in bytes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Map, Value};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Server;
use crate::connection::{Connection, Frame};
use crate::{Handlers, Identity, Unreadable};

/// Bytes read at once; a larger buffer costs time, because it is zeroed, and memory.
pub(super) const READ_BUFFER: usize = 4 << 10;

/// Bytes of a message that is still read so as to be refused by the handlers,
/// for a limit of `frame_bytes`. A larger one ends the connection unread.
pub(super) fn largest_message(frame_bytes: usize) -> usize {
    frame_bytes.saturating_mul(4).max(1 << 20)
}

/// What a queued frame costs besides its text.
const FRAME_OVERHEAD: usize = 64;

/// How many frames are written before the socket is flushed.
const BATCH: usize = 256;

/// How often a silent connection is asked whether it is there.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// How long a closing handshake, or a last frame, may take.
const FAREWELL: Duration = Duration::from_secs(5);

/// Runs one connection from its welcome to its end.
pub(super) async fn run(server: Server, websocket: WebSocket, identity: Identity) {
    let handlers = &server.handlers;
    let (socket, queue) = Socket::new(identity, handlers.manager().limits().queued_bytes);
    let socket = Arc::new(socket);
    if let Err(duplicate) = handlers.on_connection(Arc::clone(&socket) as Arc<dyn Connection>) {
        tracing::error!(%duplicate, "a connection could not be registered");
        return;
    }
    let (sink, stream) = websocket.split();
    let mut outgoing = Outgoing {
        sink,
        queue,
        socket: &socket,
        batch: Vec::new(),
    };
    let farewell = tokio::select! {
        farewell = read(stream, handlers, &socket) => farewell,
        () = outgoing.write(&server.going_away) => None,
        () = socket.overflowed.cancelled() => Some(TOO_SLOW),
        () = patience(&server.going_away) => None,
    };
    if let Some(farewell) = farewell {
        let _ = timeout(FAREWELL, outgoing.close(farewell)).await;
    }
    // The hooks run on their own; the socket need not wait for them.
    drop(handlers.on_close(&*socket));
}

/// Completes when a server that goes away has waited long enough for one socket.
async fn patience(going_away: &CancellationToken) {
    going_away.cancelled().await;
    sleep(FAREWELL).await;
}

/// Why a connection is closed from this side.
#[derive(Clone, Copy)]
struct Farewell {
    code: u16,
    reason: &'static str,
    waiting: Waiting,
}

/// What becomes of the frames that wait when a connection is closed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Sent,
    Dropped,
}

const TOO_SLOW: Farewell = Farewell {
    code: close_code::AGAIN,
    reason: "too slow: too many bytes were waiting",
    waiting: Waiting::Dropped,
};

const TOO_LARGE: Farewell = Farewell {
    code: close_code::SIZE,
    reason: "too large: the frame is far past the limit",
    waiting: Waiting::Sent,
};

const GOING_AWAY: Farewell = Farewell {
    code: close_code::AWAY,
    reason: "going away",
    waiting: Waiting::Sent,
};

/// The connection as the handlers know it.
struct Socket {
    id: String,
    identity: Identity,
    queue: UnboundedSender<Frame>,
    /// Bytes in the queue. They bound it; the channel itself does not.
    queued: AtomicUsize,
    limit: usize,
    overflowed: CancellationToken,
}

impl Socket {
    fn new(identity: Identity, limit: usize) -> (Self, UnboundedReceiver<Frame>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let socket = Self {
            id: Uuid::new_v4().to_string(),
            identity,
            queue: sender,
            queued: AtomicUsize::new(0),
            limit,
            overflowed: CancellationToken::new(),
        };
        (socket, receiver)
    }

    /// What a frame counts for while it waits: never more than half of what may
    /// wait, so that patches find room behind a large snapshot.
    fn cost(&self, frame: &Frame) -> usize {
        (frame.as_str().len() + FRAME_OVERHEAD).min(self.limit / 2)
    }
}

impl Connection for Socket {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, frame: Frame) {
        let cost = self.cost(&frame);
        let waiting = self.queued.fetch_add(cost, Ordering::Relaxed);
        if waiting > 0 && waiting + cost > self.limit {
            self.queued.fetch_sub(cost, Ordering::Relaxed);
            if !self.overflowed.is_cancelled() {
                tracing::warn!(
                    client = self.id,
                    bytes = waiting,
                    "closing a connection that reads too slowly"
                );
                self.overflowed.cancel();
            }
            return;
        }
        // A connection that has ended needs its frames no more.
        let _ = self.queue.send(frame);
    }

    fn user_id(&self) -> Option<&str> {
        self.identity.user_id.as_deref()
    }

    fn claims(&self) -> Option<&Map<String, Value>> {
        Some(&self.identity.claims)
    }

    fn scope(&self) -> Option<&BTreeMap<String, String>> {
        Some(&self.identity.scope)
    }
}

/// Hands over frames until the connection ends.
async fn read(
    mut stream: SplitStream<WebSocket>,
    handlers: &Handlers,
    socket: &Socket,
) -> Option<Farewell> {
    // Pongs count as a sign of life, so only what has really gone is closed.
    while let Ok(Some(read)) = timeout(2 * HEARTBEAT, stream.next()).await {
        match read {
            Ok(Message::Text(text)) => drop(handlers.on_message(socket, &text)),
            Ok(Message::Binary(bytes)) => match std::str::from_utf8(&bytes) {
                Ok(text) => drop(handlers.on_message(socket, text)),
                Err(_) => handlers.on_unreadable(socket, Unreadable::NotText),
            },
            // The next read answers a close and then ends the stream.
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_)) => {}
            Err(error) if is_too_large(&error) => {
                let limit = handlers.manager().limits().frame_bytes;
                handlers.on_unreadable(socket, Unreadable::TooLarge { limit });
                return Some(TOO_LARGE);
            }
            Err(_) => break,
        }
        tokio::task::consume_budget().await;
    }
    None
}

/// Whether a frame was refused unread. axum does not tell the kinds of errors
/// apart, so this goes by the text.
fn is_too_large(error: &axum::Error) -> bool {
    error.to_string().contains("Message too long")
}

/// The sending half.
struct Outgoing<'a> {
    sink: SplitSink<WebSocket, Message>,
    queue: UnboundedReceiver<Frame>,
    socket: &'a Socket,
    batch: Vec<Frame>,
}

impl Outgoing<'_> {
    /// Writes what is queued, in batches with one flush each, until the socket
    /// breaks or the server goes away.
    async fn write(&mut self, going_away: &CancellationToken) {
        let mut heartbeat = Instant::now() + HEARTBEAT;
        loop {
            let sent = tokio::select! {
                biased;
                _ = self.queue.recv_many(&mut self.batch, BATCH) => self.send_batch().await,
                () = going_away.cancelled() => {
                    let _ = self.close(GOING_AWAY).await;
                    return;
                }
                () = sleep_until(heartbeat) => {
                    heartbeat = Instant::now() + HEARTBEAT;
                    self.sink.send(Message::Ping(Bytes::new())).await
                }
            };
            if sent.is_err() {
                return;
            }
        }
    }

    async fn send_batch(&mut self) -> Result<(), axum::Error> {
        let mut bytes = 0;
        for frame in self.batch.drain(..) {
            bytes += self.socket.cost(&frame);
            self.sink.feed(message(frame)).await?;
        }
        self.sink.flush().await?;
        self.socket.queued.fetch_sub(bytes, Ordering::Relaxed);
        Ok(())
    }

    async fn close(&mut self, farewell: Farewell) -> Result<(), axum::Error> {
        if farewell.waiting == Waiting::Sent {
            while let Ok(frame) = self.queue.try_recv() {
                self.batch.push(frame);
            }
            self.send_batch().await?;
        }
        let frame = CloseFrame {
            code: farewell.code,
            reason: Utf8Bytes::from_static(farewell.reason),
        };
        self.sink.send(Message::Close(Some(frame))).await
    }
}

fn message(frame: Frame) -> Message {
    let text = Utf8Bytes::try_from(frame.into_bytes());
    Message::Text(text.expect("a frame is made of text"))
}
