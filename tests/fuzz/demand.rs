//! [`demand`]: what the protocol demands as the answer to a text, found out
//! without the library.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
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
    if text.len() > limits.frame_bytes {
        return Demand::Either;
    }
    let Ok(Keys(keys)) = serde_json::from_str(text) else {
        // Not JSON, or not an object; but an id may have shown.
        return Demand::Either;
    };
    let Ok(frame) = serde_json::from_str::<Value>(text) else {
        // JSON by its grammar, but nested too deep or with a value that no
        // string or number can have. How far that is looked into is free.
        return Demand::Unsaid;
    };
    let twice = keys
        .iter()
        .enumerate()
        .any(|(at, key)| keys[..at].contains(key));
    match frame["type"].as_str() {
        // Keys that are there twice mean what the reader makes of them.
        _ if twice => Demand::Unsaid,
        Some("rpc") => frame["id"]
            .as_str()
            .map_or(Demand::Error, |id| Demand::Result(id.into())),
        Some("state:sub" | "state:unsub" | "event:sub" | "event:unsub") => {
            subscription(&frame, limits)
        }
        _ => Demand::Error,
    }
}

fn subscription(frame: &Value, limits: &Limits) -> Demand {
    let (Some(actor), Some(id)) = (frame["actor"].as_str(), frame["actorId"].as_str()) else {
        return Demand::Error;
    };
    let stray = |name: &str| frame.get(name).is_some_and(|value| !value.is_string());
    if stray("id") || stray("method") {
        // Fields of another frame, and wrong there.
        return Demand::Unsaid;
    }
    let possible = actor == "target" && id.len() <= limits.id_bytes;
    match frame["type"].as_str() {
        Some("state:sub") if possible => Demand::Snapshot(actor.to_owned(), id.to_owned()),
        Some("event:sub") if possible => Demand::Nothing,
        Some("state:sub" | "event:sub") => Demand::Error,
        _ if possible => Demand::Nothing,
        // Not to receive what cannot be received.
        _ => Demand::Unsaid,
    }
}

/// The keys of an object as they are written, values passed over.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeysVisitor).map(Keys)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Vec<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut keys = Vec::new();
        while let Some((key, IgnoredAny)) = map.next_entry()? {
            keys.push(key);
        }
        Ok(keys)
    }
}
