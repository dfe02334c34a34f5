//! [`Farewell`]: why a connection is closed from this side. Not how.

use std::time::Duration;

use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// How long a closing handshake, or a last frame, may take.
pub(super) const FAREWELL: Duration = Duration::from_secs(5);

/// What a client is told when its connection is closed.
#[derive(Clone, Copy)]
pub(super) struct Farewell {
    code: CloseCode,
    reason: &'static str,
    pub(super) waiting: Waiting,
    /// Whether the client may be in the midst of sending.
    pub(super) lingers: bool,
}

/// What becomes of the frames that wait when a connection is closed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    Sent,
    Dropped,
}

pub(super) const TOO_SLOW: Farewell = Farewell {
    code: CloseCode::Again,
    reason: "too slow: too many bytes were waiting",
    waiting: Waiting::Dropped,
    lingers: false,
};

pub(super) const TOO_LARGE: Farewell = Farewell {
    code: CloseCode::Size,
    reason: "too large: the frame is far past the limit",
    waiting: Waiting::Sent,
    lingers: true,
};

pub(super) const GOING_AWAY: Farewell = Farewell {
    code: CloseCode::Away,
    reason: "going away",
    waiting: Waiting::Sent,
    lingers: false,
};

impl Farewell {
    pub(super) fn message(self) -> Message {
        Message::Close(Some(CloseFrame {
            code: self.code,
            reason: Utf8Bytes::from_static(self.reason),
        }))
    }
}
