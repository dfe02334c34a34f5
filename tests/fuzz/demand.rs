//! [`demand`]: what the protocol demands as the answer to a text, found out
//! without the library.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use stagedoor::Limits;

/// The one answer to a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// The result of the call with this id, success or failure.
    Result(String),
    /// An `error` frame.
    Error,
    /// A result or an `error` frame.
    Either,
    /// The snapshot of this actor's instance.
    Snapshot(String, String),
    /// None: it is done in silence.
    Nothing,
    /// The protocol does not say; at most one.
    Unsaid,
}

impl Demand {
    /// Whether there is nothing to wait for.
    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing | Self::Unsaid)
    }

    /// Whether this frame is the answer.
    pub(crate) fn is_met_by(&self, frame: &Value) -> bool {
        let kind = &frame["type"];
        match self {
            Self::Result(id) => kind == "rpc:result" && frame["id"] == **id,
            Self::Error => kind == "error",
            Self::Either => kind == "error" || kind == "rpc:result",
            Self::Snapshot(actor, id) => {
                kind == "state:snapshot" && frame["actor"] == **actor && frame["actorId"] == **id
            }
            Self::Nothing | Self::Unsaid => false,
        }
    }
}

/// What the protocol demands as the answer to this text.
pub(crate) fn demand(text: &str, limits: &Limits) -> Demand {
    let Ok(fields) = serde_json::from_str::<Fields>(text) else {
        // Not JSON, or not an object; but an id may have shown.
        return Demand::Either;
    };
    let too_long = text.len() > limits.frame_bytes;
    match fields.text("type").as_deref() {
        // Keys that are there twice mean what the reader makes of them.
        _ if fields.has_one_twice() && too_long => Demand::Either,
        _ if fields.has_one_twice() => Demand::Unsaid,
        Some("rpc") => match fields.text("id") {
            Some(id) if id.len() <= limits.frame_bytes => Demand::Result(id),
            _ => Demand::Error,
        },
        Some("state:sub" | "state:unsub" | "event:sub" | "event:unsub") if !too_long => {
            subscription(&fields, limits)
        }
        _ => Demand::Error,
    }
}

fn subscription(fields: &Fields, limits: &Limits) -> Demand {
    let (Some(actor), Some(id)) = (fields.text("actor"), fields.text("actorId")) else {
        return Demand::Error;
    };
    let stray = |name: &str| fields.written(name).is_some() && fields.text(name).is_none();
    if stray("id") || stray("method") {
        // Fields of another frame, and wrong there.
        return Demand::Unsaid;
    }
    let possible = actor == "target" && id.len() <= limits.id_bytes;
    match fields.text("type").as_deref() {
        Some("state:sub") if possible => Demand::Snapshot(actor, id),
        Some("event:sub") if possible => Demand::Nothing,
        Some("state:sub" | "event:sub") => Demand::Error,
        _ if possible => Demand::Nothing,
        // Not to receive what cannot be received.
        _ => Demand::Unsaid,
    }
}

/// The fields of an object, values as they are written.
struct Fields(Vec<(String, Box<RawValue>)>);

impl Fields {
    fn written(&self, name: &str) -> Option<&RawValue> {
        let field = self.0.iter().find(|(key, _)| key == name);
        field.map(|(_, value)| &**value)
    }

    /// A field that is a text; a text that no string can have is none.
    fn text(&self, name: &str) -> Option<String> {
        let written = self.written(name)?;
        serde_json::from_str(written.get()).ok()
    }

    fn has_one_twice(&self) -> bool {
        let mut keys = self.0.iter().enumerate();
        keys.any(|(at, (key, _))| self.0[..at].iter().any(|(before, _)| before == key))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor).map(Fields)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Vec<(String, Box<RawValue>)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(fields)
    }
}
