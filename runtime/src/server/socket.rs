//! One WebSocket: frames from it go to the handlers, frames for it wait in a
//! queue bounded in bytes. One task does both, so that all frames that were read
//! together are answered by one write.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use futures_util::{Sink, SinkExt, StreamExt};
use serde_json::{Map, Value};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};
use uuid::Uuid;

use super::Server;
use super::outgoing::{Outgoing, Pushed};
use crate::connection::{Connection, Frame};
use crate::done::Done;
use crate::session::Session;
use crate::{Handlers, Identity, Unreadable};

/// Bytes read at once; a larger buffer costs time, because it is zeroed, and memory.
pub(super) const READ_BUFFER: usize = 4 << 10;

/// Bytes of a message that is still read so as to be refused by the handlers,
/// for a limit of `frame_bytes`. A larger one ends the connection unread.
pub(super) fn largest_message(frame_bytes: usize) -> usize {
    frame_bytes.saturating_mul(4).max(1 << 20)
}

/// How many frames are read before what they led to is written, and before
/// other connections get their turn.
const BATCH: usize = 64;

/// How often a silent connection is asked whether it is there.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// How long a closing handshake, or a last frame, may take.
const FAREWELL: Duration = Duration::from_secs(5);

/// Runs one connection from its welcome to its end.
pub(super) async fn run(server: Server, websocket: WebSocket, identity: Identity) {
    let handlers = &server.handlers;
    let limit = handlers.manager().limits().queued_bytes;
    let socket = Arc::new(Socket::new(identity, limit));
    let session = match handlers.open(Arc::clone(&socket) as Arc<dyn Connection>) {
        Ok(session) => session,
        Err(duplicate) => {
            tracing::error!(%duplicate, "a connection could not be registered");
            return;
        }
    };
    let mut conversation = Conversation {
        websocket,
        handlers,
        session: &session,
        outgoing: &socket.outgoing,
        batch: Vec::new(),
        unflushed: 0,
        heartbeat: Heartbeat::new(),
    };
    let mut going_away = pin!(server.going_away.cancelled());
    let farewell = poll_fn(|context| {
        if let Poll::Ready(farewell) = conversation.poll(context) {
            return Poll::Ready(farewell);
        }
        ready!(going_away.as_mut().poll(context));
        Poll::Ready(Some(GOING_AWAY))
    });
    if let Some(farewell) = farewell.await {
        let _ = timeout(FAREWELL, conversation.close(farewell)).await;
    }
    // The hooks run on their own; the socket need not wait for them.
    drop(handlers.on_close(&*socket));
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
    outgoing: Outgoing,
}

impl Socket {
    fn new(identity: Identity, limit: usize) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            identity,
            outgoing: Outgoing::new(limit),
        }
    }
}

impl Connection for Socket {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, frame: Frame) {
        if let Pushed::Overflows(bytes) = self.outgoing.push(frame) {
            let client = &self.id;
            tracing::warn!(client, bytes, "closing a connection that reads too slowly");
        }
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

/// Reading and writing, until the connection ends or is to be ended.
struct Conversation<'a> {
    websocket: WebSocket,
    handlers: &'a Handlers,
    session: &'a Arc<Session>,
    outgoing: &'a Outgoing,
    /// Frames that were taken from the queue, the next one last.
    batch: Vec<Frame>,
    /// Bytes that the WebSocket has and the socket may not have yet.
    unflushed: usize,
    heartbeat: Heartbeat,
}

type Ended = Option<Farewell>;

impl Conversation<'_> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        loop {
            if !self.outgoing.begin() {
                return Poll::Ready(Some(TOO_SLOW));
            }
            let reading = self.poll_read(context);
            // What was read last is answered also where it was the end.
            let writing = self.poll_write(context);
            if let Err(ended) = reading {
                return Poll::Ready(ended);
            }
            if matches!(writing, Poll::Ready(Err(_))) {
                return Poll::Ready(None);
            }
            if self.heartbeat.poll(context).is_err() {
                return Poll::Ready(None);
            }
            if matches!(reading, Ok(Reading::HasMore)) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let rests = match writing {
                // A socket that is blocked wakes this task by itself.
                Poll::Pending => self.outgoing.rest_until_overflow(context.waker()),
                Poll::Ready(_) => self.outgoing.rest(context.waker()),
            };
            if rests {
                return Poll::Pending;
            }
        }
    }

    /// Hands over what has come, up to a batch.
    fn poll_read(&mut self, context: &mut Context<'_>) -> Result<Reading, Ended> {
        for _ in 0..BATCH {
            let Poll::Ready(read) = self.websocket.poll_next_unpin(context) else {
                return Ok(Reading::HasNoMore);
            };
            let message = read.ok_or(None)?;
            self.heartbeat.heard = true;
            match message {
                Ok(message) => self.take(message),
                Err(error) if is_too_large(&error) => {
                    let limit = self.handlers.manager().limits().frame_bytes;
                    Unreadable::TooLarge { limit }.answer(self.session);
                    return Err(Some(TOO_LARGE));
                }
                Err(_) => return Err(None),
            }
        }
        Ok(Reading::HasMore)
    }

    fn take(&self, message: Message) {
        match message {
            Message::Text(text) => self.receive(&text),
            Message::Binary(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => self.receive(text),
                Err(_) => Unreadable::NotText.answer(self.session),
            },
            // The next read answers a close and then ends the stream.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => {}
        }
    }

    fn receive(&self, text: &str) {
        self.handlers
            .receive(self.session, text, Done::unobserved());
    }

    /// Writes what is queued, with one flush for all of it.
    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        loop {
            while !self.batch.is_empty() || self.heartbeat.ping_is_due {
                ready!(self.websocket.poll_ready_unpin(context))?;
                let message = self.next_message();
                self.websocket.start_send_unpin(message)?;
            }
            self.batch = self.outgoing.take();
            self.batch.reverse();
            if self.batch.is_empty() {
                break;
            }
        }
        ready!(Pin::new(&mut self.websocket).poll_flush(context))?;
        let flushed = std::mem::take(&mut self.unflushed);
        if flushed > 0 {
            self.outgoing.written(flushed);
        }
        Poll::Ready(Ok(()))
    }

    fn next_message(&mut self) -> Message {
        if std::mem::take(&mut self.heartbeat.ping_is_due) {
            return Message::Ping(Bytes::new());
        }
        match self.batch.pop() {
            Some(frame) => {
                self.unflushed += self.outgoing.cost(&frame);
                message(frame)
            }
            None => Message::Ping(Bytes::new()),
        }
    }

    async fn close(&mut self, farewell: Farewell) -> Result<(), axum::Error> {
        if farewell.waiting == Waiting::Sent {
            poll_fn(|context| self.poll_write(context)).await?;
        }
        let frame = CloseFrame {
            code: farewell.code,
            reason: Utf8Bytes::from_static(farewell.reason),
        };
        self.websocket.send(Message::Close(Some(frame))).await
    }
}

/// Whether there may be more to read.
enum Reading {
    HasMore,
    HasNoMore,
}

/// Asks a connection that is silent whether it is there.
struct Heartbeat {
    ticks: Interval,
    /// Whether anything came since the last tick; pongs count as a sign of life.
    heard: bool,
    ping_is_due: bool,
}

/// Nothing came for too long.
struct Silent;

impl Heartbeat {
    fn new() -> Self {
        let mut ticks = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            ticks,
            heard: true,
            ping_is_due: false,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Result<(), Silent> {
        while self.ticks.poll_tick(context).is_ready() {
            if !std::mem::take(&mut self.heard) {
                return Err(Silent);
            }
            self.ping_is_due = true;
            context.waker().wake_by_ref();
        }
        Ok(())
    }
}

/// Whether a frame was refused unread. axum does not tell the kinds of errors
/// apart, so this goes by the text.
fn is_too_large(error: &axum::Error) -> bool {
    error.to_string().contains("Message too long")
}

fn message(frame: Frame) -> Message {
    let text = Utf8Bytes::try_from(frame.into_bytes());
    Message::Text(text.expect("a frame is made of text"))
}
