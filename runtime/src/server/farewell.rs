//! [`Farewell`]: why a connection is closed from this side. Not how.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, close_code};

/// How long a closing handshake, or a last frame, may take.
pub(super) const FAREWELL: Duration = Duration::from_secs(5);

/// What a client is told when its connection is closed.
#[derive(Clone, Copy)]
pub(super) struct Farewell {
    code: u16,
    reason: &'static str,
    pub(super) waiting: Waiting,
}

/// What becomes of the frames that wait when a connection is closed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    Sent,
    Dropped,
}

pub(super) const TOO_SLOW: Farewell = Farewell {
    code: close_code::AGAIN,
    reason: "too slow: too many bytes were waiting",
    waiting: Waiting::Dropped,
};

pub(super) const TOO_LARGE: Farewell = Farewell {
    code: close_code::SIZE,
    reason: "too large: the frame is far past the limit",
    waiting: Waiting::Sent,
};

pub(super) const GOING_AWAY: Farewell = Farewell {
    code: close_code::AWAY,
    reason: "going away",
    waiting: Waiting::Sent,
};

impl Farewell {
    pub(super) fn message(self) -> Message {
        Message::Close(Some(CloseFrame {
            code: self.code,
            reason: Utf8Bytes::from_static(self.reason),
        }))
    }
}
