//! [`Job`]: what waits in a mailbox. Not how it is done.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::invocation::Invocation;
use crate::Actor;
use crate::done::Done;
use crate::session::{Session, Ticket, Topic};

/// What waits for an instance.
pub(crate) enum Job<A: Actor> {
    /// A method call.
    Call(Box<dyn Invocation<A>>),
    /// Fires `on_connect` for a session that is subscribed already.
    Connect { session: Arc<Session>, done: Done },
    /// Subscribes a session, after `on_connect`.
    Subscribe {
        session: Arc<Session>,
        topic: Topic,
        ticket: Ticket,
        done: Done,
    },
    /// Fires `on_disconnect` for a session that has closed.
    Leave { session: Arc<Session>, done: Done },
    /// Ends the life; the answer is whether there was one.
    Stop(oneshot::Sender<bool>),
}

impl<A: Actor> Job<A> {
    /// Whether it is taken only while there is room: a call asks for that itself,
    /// and whoever connects, leaves or stops has been told that it will be done.
    pub(super) fn may_be_refused(&self) -> bool {
        matches!(self, Self::Subscribe { .. })
    }

    /// The part that tells when the job is done.
    pub(super) fn into_done(self) -> Done {
        match self {
            Self::Connect { done, .. }
            | Self::Subscribe { done, .. }
            | Self::Leave { done, .. } => done,
            Self::Call(_) | Self::Stop(_) => Done::unobserved(),
        }
    }
}

/// A job that was not taken.
pub(crate) enum Rejected<A: Actor> {
    /// The instance has ended; its successor can be asked.
    Gone(Job<A>),
    /// Too much is waiting.
    Full,
}
