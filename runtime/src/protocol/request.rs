//! Reading a client's frame.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

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

/// A frame that cannot be read, as far as it could be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadFrame {
    /// Whether it was to be a call, which is answered with a result.
    pub(crate) is_call: bool,
    pub(crate) id: Option<String>,
    pub(crate) actor: Option<String>,
    pub(crate) actor_id: Option<String>,
    pub(crate) message: String,
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
        request.ok_or_else(|| diagnose(text))
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

fn diagnose(text: &str) -> BadFrame {
    let (frame, fault) = match serde_json::from_str::<Value>(text) {
        Ok(frame) => {
            let fault = fault(&frame);
            (frame, fault)
        }
        Err(error) => (Value::Null, format!("not JSON: {error}")),
    };
    let shown = |name: &str| frame[name].as_str().map(str::to_owned);
    BadFrame {
        is_call: frame["type"] == "rpc",
        id: shown("id"),
        actor: shown("actor"),
        actor_id: shown("actorId"),
        message: format!("Invalid frame: {fault}"),
    }
}

fn fault(frame: &Value) -> String {
    let Some(fields) = frame.as_object() else {
        return "not a JSON object".to_owned();
    };
    let required: &[&str] = match &frame["type"] {
        Value::String(kind) => match kind.as_str() {
            "rpc" => &["id", "actor", "actorId", "method"],
            "event:sub" | "event:unsub" | "state:sub" | "state:unsub" => &["actor", "actorId"],
            _ => return format!("unknown type `{kind}`"),
        },
        _ => &["type"],
    };
    let wrong = required.iter().find(|name| !frame[**name].is_string());
    match wrong {
        Some(name) if fields.contains_key(*name) => format!("`{name}` must be a string"),
        Some(name) => format!("`{name}` is missing"),
        None => "a field is there twice, or of the wrong type".to_owned(),
    }
}
