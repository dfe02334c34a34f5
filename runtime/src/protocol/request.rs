//! Reading a client's frame.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

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
        // serde would take an array of the fields for the object that they make.
        let is_object = text.trim_ascii_start().starts_with('{');
        let envelope = is_object.then(|| serde_json::from_str::<Envelope<'a>>(text));
        let request = envelope.and_then(|envelope| envelope.ok()?.into_request());
        // Telling what is wrong takes a second look, which only bad frames pay for.
        request.ok_or_else(|| diagnose(text))
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    actor: Option<Text<'a>>,
    #[serde(borrow, rename = "actorId")]
    actor_id: Option<Text<'a>>,
    #[serde(borrow)]
    method: Option<Text<'a>>,
    #[serde(borrow)]
    input: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    fn into_request(self) -> Option<Request<'a>> {
        let target = Target {
            actor: self.actor?.0,
            actor_id: self.actor_id?.0,
        };
        Some(match &*self.kind.0 {
            "rpc" => Request::Call {
                id: self.id?.0,
                target,
                method: self.method?.0,
                input: self.input,
            },
            "event:sub" => Request::SubscribeEvents(target),
            "event:unsub" => Request::UnsubscribeEvents(target),
            "state:sub" => Request::SubscribeState(target),
            "state:unsub" => Request::UnsubscribeState(target),
            _ => return None,
        })
    }
}

/// A string that borrows unless it holds escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
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
