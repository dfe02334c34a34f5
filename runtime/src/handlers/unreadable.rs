//! [`Unreadable`] and other frames that cannot be read, and how they are answered.

use crate::Refusal;
use crate::done::Done;
use crate::protocol::{self, BadFrame, Outcome, Subject};
use crate::session::Session;

/// Why a transport could not hand over a frame as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is larger than the transport takes.
    TooLarge {
        /// The transport's limit, in bytes.
        limit: usize,
    },
    /// It is not UTF-8.
    NotText,
}

impl Unreadable {
    /// Answers what could not be handed over.
    pub(crate) fn answer(self, session: &Session) {
        session.send(protocol::error(&self.outcome(), Subject::default()));
    }

    fn outcome(self) -> Outcome {
        match self {
            Self::TooLarge { limit } => {
                let text = format!("The frame is too large (limit {limit} bytes)");
                Refusal::TooLarge(text).outcome("", "")
            }
            Self::NotText => invalid_frame("Invalid frame: not UTF-8 text"),
        }
    }
}

/// Answers a frame that is longer than `limit` bytes; a call by its own id, which
/// is not itself longer.
pub(super) fn answer_too_large(session: &Session, text: &str, limit: usize, done: Done) {
    let reason = format!("The frame is {} bytes long (limit {limit})", text.len());
    let outcome = Refusal::TooLarge(reason).outcome("", "");
    let frame = match protocol::call_id(text).filter(|id| id.len() <= limit) {
        Some(id) => protocol::failure(&id, &outcome),
        None => protocol::error(&outcome, Subject::default()),
    };
    session.send_then(frame, Some(done));
}

/// Answers a frame that is not of the protocol.
pub(super) fn answer_bad_frame(session: &Session, bad: &BadFrame, done: Done) {
    let outcome = invalid_frame(&bad.message);
    let frame = match &bad.id {
        Some(id) if bad.is_call => protocol::failure(id, &outcome),
        _ => {
            let subject = Subject {
                actor: bad.actor.as_deref(),
                actor_id: bad.actor_id.as_deref(),
                id: bad.id.as_deref(),
            };
            protocol::error(&outcome, subject)
        }
    };
    session.send_then(frame, Some(done));
}

fn invalid_frame(text: &str) -> Outcome {
    Outcome {
        code: "invalidFrame",
        text: text.to_owned(),
        data: None,
    }
}
