//! [`Conversation`]: what goes over one WebSocket. Frames from it go to the
//! handlers, frames for it are taken from its queue. One task does both, so that
//! all frames that were read together are answered by one write.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Sink, SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::error::CapacityError;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use super::farewell::{Farewell, TOO_LARGE, TOO_SLOW, Waiting};
use super::socket::Socket;
use super::upgrade::WebSocket;
use crate::connection::{Connection, Frame};
use crate::done::Done;
use crate::handlers::DuplicateConnection;
use crate::heartbeat::Heartbeat;
use crate::session::Session;
use crate::{Handlers, Identity, Unreadable};

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

/// Reading and writing, until the connection ends or is to be ended.
pub(super) struct Conversation {
    websocket: WebSocket,
    handlers: Handlers,
    session: Arc<Session>,
    socket: Arc<Socket>,
    /// Frames that were taken from the queue, the next one last.
    batch: Vec<Frame>,
    /// Bytes that the WebSocket has and the socket may not have yet.
    unflushed: usize,
    heartbeat: Heartbeat,
}

type Ended = Option<Farewell>;

impl Conversation {
    /// Registers a connection and welcomes it.
    ///
    /// # Errors
    ///
    /// A connection of the same id is open.
    pub(super) fn open(
        handlers: &Handlers,
        websocket: WebSocket,
        identity: Identity,
    ) -> Result<Self, DuplicateConnection> {
        let limit = handlers.manager().limits().queued_bytes;
        let socket = Arc::new(Socket::new(identity, limit));
        let caller = Arc::clone(socket.caller());
        let session = handlers.open(Arc::clone(&socket) as Arc<dyn Connection>, caller)?;
        Ok(Self {
            websocket,
            handlers: handlers.clone(),
            session,
            socket,
            batch: Vec::new(),
            unflushed: 0,
            heartbeat: Heartbeat::new(HEARTBEAT),
        })
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        loop {
            if !self.socket.outgoing.begin() {
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
            let outgoing = &self.socket.outgoing;
            let rests = match writing {
                // A socket that is blocked wakes this task by itself.
                Poll::Pending => outgoing.rest_until_overflow(context.waker()),
                Poll::Ready(_) => outgoing.rest(context.waker()),
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
            self.heartbeat.hear();
            match message {
                Ok(message) => self.take(message),
                Err(Error::Capacity(CapacityError::MessageTooLong { .. })) => {
                    let limit = self.handlers.manager().limits().frame_bytes;
                    Unreadable::TooLarge { limit }.answer(&self.session);
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
                Err(_) => Unreadable::NotText.answer(&self.session),
            },
            // The next read answers a close and then ends the stream.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {}
        }
    }

    fn receive(&self, text: &str) {
        self.handlers
            .receive(&self.session, text, Done::unobserved());
    }

    /// Writes what is queued, with one flush for all of it.
    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            while !self.batch.is_empty() || self.heartbeat.ping_is_due() {
                ready!(self.websocket.poll_ready_unpin(context))?;
                let message = self.next_message();
                self.websocket.start_send_unpin(message)?;
            }
            self.batch = self.socket.outgoing.take();
            self.batch.reverse();
            if self.batch.is_empty() {
                break;
            }
        }
        ready!(Pin::new(&mut self.websocket).poll_flush(context))?;
        let flushed = std::mem::take(&mut self.unflushed);
        if flushed > 0 {
            self.socket.outgoing.written(flushed);
        }
        Poll::Ready(Ok(()))
    }

    fn next_message(&mut self) -> Message {
        if self.heartbeat.take_ping() {
            return Message::Ping(Bytes::new());
        }
        match self.batch.pop() {
            Some(frame) => {
                self.unflushed += self.socket.outgoing.cost(&frame);
                message(frame)
            }
            None => Message::Ping(Bytes::new()),
        }
    }

    pub(super) async fn close(&mut self, farewell: Farewell) -> Result<(), Error> {
        if farewell.waiting == Waiting::Sent {
            poll_fn(|context| self.poll_write(context)).await?;
        }
        self.websocket.send(farewell.message()).await
    }

    /// What is left to be closed.
    pub(super) fn into_parts(self) -> (Arc<Session>, WebSocket) {
        // Calls that wait keep the session, and would keep these for as long.
        drop(self.socket.outgoing.take());
        (self.session, self.websocket)
    }
}

/// Whether there may be more to read.
enum Reading {
    HasMore,
    HasNoMore,
}

fn message(frame: Frame) -> Message {
    let text = Utf8Bytes::try_from(frame.into_bytes());
    Message::Text(text.expect("a frame is made of text"))
}
