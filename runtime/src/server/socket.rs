//! [`Socket`]: one WebSocket as the handlers know it. Frames for it wait in a
//! queue that is bounded in bytes; who writes them is its conversation.

use std::sync::Arc;

use uuid::Uuid;

use super::outgoing::{Outgoing, Pushed};
use crate::connection::{Connection, Frame};
use crate::{Caller, Identity};

/// What is sent to one WebSocket, and who is behind it.
pub(super) struct Socket {
    caller: Arc<Caller>,
    pub(super) outgoing: Outgoing,
}

impl Socket {
    /// A socket with an id of its own, for which so many bytes may wait.
    pub(super) fn new(identity: Identity, limit: usize) -> Self {
        let id = Uuid::new_v4().to_string();
        Self {
            caller: Arc::new(Caller::new(id).identity(identity)),
            outgoing: Outgoing::new(limit),
        }
    }

    pub(super) fn caller(&self) -> &Arc<Caller> {
        &self.caller
    }
}

impl Connection for Socket {
    fn id(&self) -> &str {
        self.caller.client_id().as_str()
    }

    fn send(&self, frame: Frame) {
        if let Pushed::Overflows(bytes) = self.outgoing.push(frame) {
            let client = self.id();
            tracing::warn!(client, bytes, "closing a connection that reads too slowly");
        }
    }
}
