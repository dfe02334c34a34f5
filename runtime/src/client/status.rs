//! [`Status`]: where the connection stands, as a value that can be watched. Not
//! the connection.

use futures_util::Stream;
use futures_util::stream::{self, BoxStream, StreamExt};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::watch;

use crate::ClientId;

/// Where a client's connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// There has been no connection yet.
    Connecting,
    /// The server has welcomed the client.
    Connected,
    /// The connection was lost; the client waits, or tries, to get it back.
    Reconnecting,
    /// There is no connection and there will be none: the client was closed, or
    /// lost its connection and is not to reconnect.
    Disconnected,
}

/// What is known of the connection.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) status: Status,
    pub(super) client_id: Option<ClientId>,
}

/// Follows the status of a client. Of changes in quick succession only the last
/// may be seen. Does not keep the connection open.
#[derive(Clone, Debug)]
pub struct StatusWatch {
    standing: watch::Receiver<Standing>,
    seen: Status,
}

impl StatusWatch {
    pub(super) fn new(standing: watch::Receiver<Standing>) -> Self {
        let seen = standing.borrow().status;
        Self { standing, seen }
    }

    /// The status now.
    #[must_use]
    pub fn get(&self) -> Status {
        self.standing.borrow().status
    }

    /// Waits until the status is another than at the last call, or than when
    /// this was made, and returns it; none once it cannot change any more.
    /// Dropping the future loses nothing.
    pub async fn changed(&mut self) -> Option<Status> {
        let seen = self.seen;
        let changed = self.standing.wait_for(|standing| standing.status != seen);
        let status = changed.await.ok()?.status;
        self.seen = status;
        Some(status)
    }

    /// Waits until the status is this one; false if it never will be.
    /// Dropping the future loses nothing.
    pub async fn wait_for(&mut self, status: Status) -> bool {
        let reached = self
            .standing
            .wait_for(|standing| standing.status == status)
            .await
            .is_ok();
        if reached {
            self.seen = status;
        }
        reached
    }

    /// The status now and then each one that follows.
    #[must_use]
    pub fn into_stream(self) -> StatusStream {
        let now = stream::iter([self.seen]);
        let later = stream::unfold(self, |mut watch| async {
            let status = watch.changed().await?;
            Some((status, watch))
        });
        StatusStream(now.chain(later).boxed())
    }
}

/// A [`StatusWatch`] as a stream.
pub struct StatusStream(BoxStream<'static, Status>);

impl Stream for StatusStream {
    type Item = Status;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Status>> {
        self.0.poll_next_unpin(context)
    }
}

impl std::fmt::Debug for StatusStream {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("StatusStream")
            .finish_non_exhaustive()
    }
}
