//! [`Connection`]: the trait that a transport implements. Not what the
//! runtime keeps about a connection; that is the session.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Map, Value};

/// One connection of a transport that carries text both ways.
pub trait Connection: Send + Sync + 'static {
    /// The connection's id: unique among those of its [`Handlers`](crate::Handlers)
    /// and stable for its life. Clients know it as their `clientId`.
    fn id(&self) -> &str;

    /// Takes a frame to send. It must not block; what a slow connection may
    /// leave waiting is for the transport to bound, by closing the connection.
    /// A frame for a dead connection is dropped. Of the [`Handlers`](crate::Handlers) it may call
    /// [`on_close`](crate::Handlers::on_close), to give up, and nothing else: it
    /// is called while they work.
    fn send(&self, frame: Frame);

    /// The user behind the connection, as the transport verified it.
    fn user_id(&self) -> Option<&str> {
        None
    }

    /// What else is verified about the user, a JSON object.
    fn claims(&self) -> Option<&Map<String, Value>> {
        None
    }

    /// What the connection is limited to.
    fn scope(&self) -> Option<&BTreeMap<String, String>> {
        None
    }
}

/// What a frame that waits takes besides its text, in bytes.
#[cfg(any(feature = "client", feature = "server"))]
const OVERHEAD: usize = 64;

/// One outgoing frame of JSON text: cheap to clone, shared by all its receivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame(Bytes);

impl Frame {
    pub(crate) fn new(text: String) -> Self {
        Self(text.into())
    }

    /// A frame of JSON as serde writes it.
    pub(crate) fn copied(json: &[u8]) -> Self {
        Self(Bytes::copy_from_slice(json))
    }

    /// What it counts for while it waits for a connection, of the bytes that may
    /// wait: never more than half of them, so that patches find room behind a
    /// large snapshot.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn cost(&self, limit: usize) -> usize {
        (self.len() + OVERHEAD).min(limit / 2)
    }

    /// The length of the text, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The text.
    ///
    /// # Panics
    ///
    /// Never: a frame is made of text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a frame is made of text")
    }

    /// The UTF-8 bytes of the text, sharing the frame's memory.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}
