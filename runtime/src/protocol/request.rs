//! Reading a client's frame.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::bad_frame::BadFrame;
use super::envelope::Envelope;

/// A client's frame.
#[derive(Debug)]
pub(crate) enum Request<'a> {
    Call {
        id: Cow<'a, str>,
        target: Target<'a>,
        method: Cow<'a, str>,
        input: Option<&'a RawValue>,
    },
    SubscribeEvents(Target<'a>),
    UnsubscribeEvents(Target<'a>),
    SubscribeState(Target<'a>),
    UnsubscribeState(Target<'a>),
}

/// The instance that a frame is about.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    pub(crate) actor: Cow<'a, str>,
    pub(crate) actor_id: Cow<'a, str>,
}

impl<'a> Request<'a> {
    /// Reads one frame, borrowing from it.
    ///
    /// # Errors
    ///
    /// What is wrong with the frame.
    pub(crate) fn parse(text: &'a str) -> Result<Self, BadFrame> {
        let request = Envelope::read(text).and_then(Self::of);
        // Telling what is wrong takes another look, which only bad frames pay for.
        request.ok_or_else(|| BadFrame::of(text))
    }

    /// The request that the fields make, if it is one.
    fn of(envelope: Envelope<'a>) -> Option<Self> {
        let target = Target {
            actor: envelope.actor?.0,
            actor_id: envelope.actor_id?.0,
        };
        Some(match &*envelope.kind?.0 {
            "rpc" => Self::Call {
                id: envelope.id?.0,
                target,
                method: envelope.method?.0,
                input: envelope.input,
            },
            "event:sub" => Self::SubscribeEvents(target),
            "event:unsub" => Self::UnsubscribeEvents(target),
            "state:sub" => Self::SubscribeState(target),
            "state:unsub" => Self::UnsubscribeState(target),
            _ => return None,
        })
    }
}
