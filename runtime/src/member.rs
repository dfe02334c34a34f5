//! [`Member`]: an instance as a connection knows it, whatever its actor.

use std::sync::Arc;

use crate::done::Done;
use crate::session::Session;

/// An instance that a connection has touched.
pub(crate) trait Member: Send + Sync {
    /// Lets the session's subscriptions end and `on_disconnect` fire when their
    /// turn comes; nothing is sent to a closed session meanwhile.
    fn leave(self: Arc<Self>, session: &Arc<Session>, done: Done);
}

/// The name of an instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MemberKey {
    pub(crate) actor: &'static str,
    pub(crate) id: Arc<str>,
}
