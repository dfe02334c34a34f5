//! [`Processed`]: the future of what was asked of the handlers.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

/// Done when what was asked of the [`Handlers`](crate::Handlers) is processed and answered.
/// Dropping it cancels nothing.
#[derive(Debug)]
pub struct Processed(pub(super) Vec<oneshot::Receiver<()>>);

impl Processed {
    pub(super) fn now() -> Self {
        Self(Vec::new())
    }
}

impl Future for Processed {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        while let Some(part) = self.0.last_mut() {
            // A part is done when its sender is dropped, so its value means nothing.
            if Pin::new(part).poll(context).is_pending() {
                return Poll::Pending;
            }
            self.0.pop();
        }
        Poll::Ready(())
    }
}
