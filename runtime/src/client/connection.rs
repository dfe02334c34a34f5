//! [`Connection`]: one socket from its welcome to its end. It moves text both
//! ways and notices silence; it does not know what the frames say.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{self, Bytes, Message, Utf8Bytes};

use super::dispatcher::Dispatcher;
use super::endpoint::Socket;
use crate::heartbeat::{Heartbeat, Silent};

/// How long saying goodbye may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// How many frames are written before others get their turn.
const BATCH: usize = 256;

/// One open connection.
pub(super) struct Connection {
    socket: Socket,
    heartbeat: Option<Heartbeat>,
}

/// Why a connection has ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Lost {
    #[error("the server closed the connection: {0}")]
    Closed(String),
    #[error("nothing came from the server for too long")]
    Silent,
    #[error(transparent)]
    Failed(#[from] tungstenite::Error),
}

impl Connection {
    pub(super) fn new(socket: Socket, ping_interval: Option<Duration>) -> Self {
        Self {
            socket,
            heartbeat: ping_interval.map(Heartbeat::new),
        }
    }

    /// Sends what the dispatcher has to send until a frame comes, and returns
    /// that. Dropping the future loses nothing.
    pub(super) async fn next(&mut self, dispatcher: &mut Dispatcher) -> Result<Utf8Bytes, Lost> {
        poll_fn(|context| {
            self.poll_heartbeat(context)?;
            // Writing may be blocked for long; what comes is read all the same,
            // so that two sides that wait to write do not wait for each other.
            if let Poll::Ready(Err(error)) = self.poll_write(context, dispatcher) {
                return Poll::Ready(Err(error.into()));
            }
            self.poll_read(context)
        })
        .await
    }

    /// Says goodbye.
    pub(super) async fn close(mut self) {
        // Whether it is heard does not matter any more.
        let _ = timeout(FAREWELL, self.socket.close()).await;
    }

    fn poll_heartbeat(&mut self, context: &mut Context<'_>) -> Result<(), Lost> {
        match &mut self.heartbeat {
            Some(heartbeat) => heartbeat.poll(context).map_err(|Silent| Lost::Silent),
            None => Ok(()),
        }
    }

    fn poll_write(
        &mut self,
        context: &mut Context<'_>,
        dispatcher: &mut Dispatcher,
    ) -> Poll<Result<(), tungstenite::Error>> {
        for _ in 0..BATCH {
            // A frame is taken from the dispatcher only once it can be sent.
            ready!(self.socket.as_mut().poll_ready(context))?;
            let ping = self.heartbeat.as_mut().is_some_and(Heartbeat::take_ping);
            let next = if ping {
                Some(Message::Ping(Bytes::new()))
            } else {
                dispatcher.next_frame().map(Message::text)
            };
            let Some(message) = next else {
                return self.socket.as_mut().poll_flush(context);
            };
            self.socket.as_mut().start_send(message)?;
        }
        context.waker().wake_by_ref();
        self.socket.as_mut().poll_flush(context)
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<Utf8Bytes, Lost>> {
        loop {
            let message = ready!(self.socket.poll_next_unpin(context));
            if let Some(heartbeat) = &mut self.heartbeat {
                heartbeat.hear();
            }
            return Poll::Ready(match message {
                Some(Ok(Message::Text(text))) => Ok(text),
                Some(Ok(Message::Close(farewell))) => {
                    let reason = farewell.map(|farewell| farewell.to_string());
                    Err(Lost::Closed(reason.unwrap_or_default()))
                }
                // Pings are answered by the next write; others say nothing.
                Some(Ok(_)) => continue,
                Some(Err(error)) => Err(Lost::Failed(error)),
                None => Err(Lost::Closed(String::new())),
            });
        }
    }
}
