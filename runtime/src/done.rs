//! [`Done`]: tells that a piece of work is over, however it ended.

use std::sync::Arc;

use tokio::sync::oneshot;

/// Tells, by being dropped, that something is done.
pub(crate) struct Done(Sender);

enum Sender {
    Nobody,
    One(oneshot::Sender<()>),
    Shared(Arc<oneshot::Sender<()>>),
}

impl Done {
    pub(crate) fn observed() -> (Self, oneshot::Receiver<()>) {
        let (sender, receiver) = oneshot::channel();
        (Self(Sender::One(sender)), receiver)
    }

    pub(crate) fn unobserved() -> Self {
        Self(Sender::Nobody)
    }

    /// Makes two that both have to be over.
    pub(crate) fn split(self) -> (Self, Self) {
        let shared = match self.0 {
            Sender::Nobody => return (Self(Sender::Nobody), Self(Sender::Nobody)),
            Sender::One(sender) => Arc::new(sender),
            Sender::Shared(shared) => shared,
        };
        let other = Self(Sender::Shared(Arc::clone(&shared)));
        (Self(Sender::Shared(shared)), other)
    }
}
