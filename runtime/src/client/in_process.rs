//! A client of an app in the same process: frames go from hand to hand, and
//! everything else is as over a socket.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use futures_util::future::BoxFuture;
use futures_util::{Sink, Stream};
use parking_lot::Mutex;
use serde_json::{Map, Value};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};
use uuid::Uuid;

use super::Client;
use super::builder::start;
use super::endpoint::{Endpoint, Socket, welcomed};
use super::error::ConnectError;
use super::options::Options;
use crate::{App, ClientId, Connection, Frame, Handlers, Identity};

impl Client {
    /// A client of an app in this process, in somebody's name: for tools, and
    /// for tests of what clients see. For the app it is a connection like any other.
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    #[must_use]
    pub fn in_process(app: App, identity: Identity) -> Self {
        let endpoint = InProcessEndpoint {
            handlers: Handlers::new(app),
            identity,
        };
        let options = Options {
            // Within a process nobody disappears unnoticed.
            ping_interval: None,
            ..Options::default()
        };
        start(Arc::new(endpoint), options, None)
    }
}

struct InProcessEndpoint {
    handlers: Handlers,
    identity: Identity,
}

impl Endpoint for InProcessEndpoint {
    fn open(&self) -> BoxFuture<'_, Result<(Socket, ClientId), ConnectError>> {
        Box::pin(async {
            let limit = self.handlers.manager().limits().queued_bytes;
            let (pipe, frames) = Pipe::new(self.identity.clone(), limit);
            let opened = self.handlers.on_connection(Arc::clone(&pipe) as _);
            opened.map_err(|error| ConnectError::Protocol(error.to_string()))?;
            let mut socket: Socket = Box::pin(InProcessSocket {
                handlers: self.handlers.clone(),
                pipe,
                frames,
            });
            let client_id = welcomed(&mut socket).await?;
            Ok((socket, client_id))
        })
    }
}

/// The app's side of the connection.
struct Pipe {
    id: String,
    identity: Identity,
    /// None once too many bytes were waiting, which ends the connection.
    frames: Mutex<Option<UnboundedSender<Frame>>>,
    queued: AtomicUsize,
    limit: usize,
}

impl Pipe {
    fn new(identity: Identity, limit: usize) -> (Arc<Self>, UnboundedReceiver<Frame>) {
        let (sender, receiver) = unbounded_channel();
        let pipe = Self {
            id: Uuid::new_v4().to_string(),
            identity,
            frames: Mutex::new(Some(sender)),
            queued: AtomicUsize::new(0),
            limit,
        };
        (Arc::new(pipe), receiver)
    }
}

impl Connection for Pipe {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, frame: Frame) {
        let bytes = frame.cost(self.limit);
        let waiting = self.queued.fetch_add(bytes, Ordering::Relaxed);
        let mut frames = self.frames.lock();
        if waiting > 0 && waiting + bytes > self.limit {
            *frames = None;
        }
        if let Some(frames) = &*frames {
            // A client that has gone needs no frames.
            let _ = frames.send(frame);
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

/// The client's side of the connection.
struct InProcessSocket {
    handlers: Handlers,
    pipe: Arc<Pipe>,
    frames: UnboundedReceiver<Frame>,
}

impl Stream for InProcessSocket {
    type Item = Result<Message, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let frame = ready!(self.frames.poll_recv(context));
        Poll::Ready(frame.map(|frame| {
            let bytes = frame.cost(self.pipe.limit);
            self.pipe.queued.fetch_sub(bytes, Ordering::Relaxed);
            let text = Utf8Bytes::try_from(frame.into_bytes());
            Ok(Message::Text(text.expect("a frame is made of text")))
        }))
    }
}

impl Sink<Message> for InProcessSocket {
    type Error = Error;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        if let Message::Text(text) = message {
            drop(self.handlers.on_message(&*self.pipe, &text));
        }
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        // Dropping it closes it.
        Poll::Ready(Ok(()))
    }
}

impl Drop for InProcessSocket {
    fn drop(&mut self) {
        drop(self.handlers.on_close(&*self.pipe));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_frame_leaves_room_for_those_behind_it() {
        let (pipe, mut frames) = Pipe::new(Identity::anonymous(), 1_000);
        let send = |length| pipe.send(Frame::new("x".repeat(length)));
        send(5_000);
        send(200);
        assert!(pipe.frames.lock().is_some(), "both fit");
        send(300);
        assert!(pipe.frames.lock().is_none(), "that is too much");
        let mut received = || frames.try_recv().map(|frame| frame.len()).ok();
        assert_eq!(
            [received(), received(), received()],
            [Some(5_000), Some(200), None]
        );
    }
}
