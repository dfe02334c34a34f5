//! [`Done`]: tells that a piece of work is over, however it ended.

use tokio::sync::oneshot;

/// Tells, by being dropped, that something is done.
pub(crate) struct Done {
    _sender: Option<oneshot::Sender<()>>,
}

impl Done {
    pub(crate) fn observed() -> (Self, oneshot::Receiver<()>) {
        let (sender, receiver) = oneshot::channel();
        let done = Self {
            _sender: Some(sender),
        };
        (done, receiver)
    }

    pub(crate) fn unobserved() -> Self {
        Self { _sender: None }
    }
}
