//! [`Sockets`]: the open sockets of a server, and their end. What goes over
//! one of them is its conversation's.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, ready};

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::conversation::Conversation;
use super::departures::Departures;
use super::farewell::{FAREWELL, Farewell, GOING_AWAY};
use super::lingering::linger;
use super::upgrade::WebSocket;
use crate::{Handlers, Identity};

/// The open sockets of a server.
pub(super) struct Sockets {
    handlers: Handlers,
    tasks: TaskTracker,
    departures: Arc<Departures>,
    going_away: CancellationToken,
}

impl Sockets {
    pub(super) fn new(handlers: Handlers) -> Self {
        Self {
            departures: Arc::new(Departures::new(handlers.clone())),
            handlers,
            tasks: TaskTracker::new(),
            going_away: CancellationToken::new(),
        }
    }

    pub(super) fn handlers(&self) -> &Handlers {
        &self.handlers
    }

    pub(super) fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Runs one connection in a task of its own, from its welcome to its end.
    pub(super) fn run(self: &Arc<Self>, websocket: WebSocket, identity: Identity) {
        let opened = Conversation::open(&self.handlers, websocket, identity);
        match opened {
            Ok(conversation) => drop(self.tasks.spawn(Arc::clone(self).hold(conversation))),
            Err(duplicate) => {
                tracing::error!(%duplicate, "a connection could not be registered");
            }
        }
    }

    /// Holds a conversation to its end.
    #[expect(
        clippy::manual_async_fn,
        reason = "the future of an `async fn` has room for the conversation twice"
    )]
    fn hold(self: Arc<Self>, mut conversation: Conversation) -> impl Future<Output = ()> + Send {
        async move {
            let farewell = {
                let mut going_away = pin!(self.going_away.cancelled());
                poll_fn(|context| {
                    if let Poll::Ready(farewell) = conversation.poll(context) {
                        return Poll::Ready(farewell);
                    }
                    ready!(going_away.as_mut().poll(context));
                    Poll::Ready(Some(GOING_AWAY))
                })
                .await
            };
            match farewell {
                // Apart, so that a connection need not have room for it all its life.
                Some(farewell) => Box::pin(self.part(conversation, farewell)).await,
                None => self.see_off(conversation),
            }
        }
    }

    /// Says goodbye first.
    async fn part(&self, mut conversation: Conversation, farewell: Farewell) {
        let closed = timeout(FAREWELL, conversation.close(farewell)).await;
        if !farewell.lingers || !matches!(closed, Ok(Ok(()))) {
            return self.see_off(conversation);
        }
        let (session, websocket) = conversation.into_parts();
        self.departures.take(session, None);
        linger(websocket.into_inner()).await;
    }

    fn see_off(&self, conversation: Conversation) {
        let (session, websocket) = conversation.into_parts();
        self.departures.take(session, Some(websocket));
    }

    /// Closes all with the code 1001 once what waits for them is sent.
    pub(super) async fn close(&self) {
        self.going_away.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.departures.done().await;
    }
}
