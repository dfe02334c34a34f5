//! [`BadFrame`]: a frame that cannot be read, and what it shows all the same. It
//! is looked at by the grammar of JSON alone, so that no value hides the others,
//! however deep it is nested and whatever number or text it is meant to be.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::envelope::Text;

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

impl BadFrame {
    /// Finds out what is wrong with a frame.
    pub(super) fn of(text: &str) -> Self {
        let (shown, fault) = match serde_json::from_str::<Shown<'_>>(text) {
            Ok(shown) => {
                let fault = shown.fault();
                (shown, fault)
            }
            Err(error) if error.is_data() => (Shown::default(), "not a JSON object".to_owned()),
            Err(error) => (Shown::default(), format!("not JSON: {error}")),
        };
        let owned = |name: &str| shown.text(name).map(Cow::into_owned);
        Self {
            is_call: shown.is_call(),
            id: owned("id"),
            actor: owned("actor"),
            actor_id: owned("actorId"),
            message: format!("Invalid frame: {fault}"),
        }
    }
}

/// The id of a call, which may be wrong in all else.
pub(crate) fn call_id(text: &str) -> Option<Cow<'_, str>> {
    let shown: Shown<'_> = serde_json::from_str(text).ok()?;
    shown.text("id").filter(|_| shown.is_call())
}

const FIELDS: [&str; 5] = ["type", "id", "actor", "actorId", "method"];

/// Those of the fields that are there, as they are written.
#[derive(Default)]
struct Shown<'a>(BTreeMap<&'static str, &'a RawValue>);

impl<'a> Shown<'a> {
    fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.0.get(name).copied().and_then(read)
    }

    fn is_call(&self) -> bool {
        self.text("type").is_some_and(|kind| kind == "rpc")
    }

    fn fault(&self) -> String {
        let required: &[&str] = match self.text("type").as_deref() {
            Some("rpc") => &["id", "actor", "actorId", "method"],
            Some("event:sub" | "event:unsub" | "state:sub" | "state:unsub") => {
                &["actor", "actorId"]
            }
            Some(kind) => return format!("unknown type `{kind}`"),
            None => &["type"],
        };
        let wrong = required.iter().find(|name| self.text(name).is_none());
        match wrong.map(|name| (name, self.0.get(*name))) {
            Some((name, None)) => format!("`{name}` is missing"),
            Some((name, Some(written))) if written.get().starts_with('"') => {
                format!("`{name}` is not Unicode")
            }
            Some((name, Some(_))) => format!("`{name}` must be a string"),
            None => "a field is there twice, of the wrong type or badly named".to_owned(),
        }
    }
}

/// The text that is written, if it is one.
fn read(written: &RawValue) -> Option<Cow<'_, str>> {
    let text: Option<Text<'_>> = serde_json::from_str(written.get()).ok();
    text.map(|text| text.0)
}

impl<'de: 'a, 'a> Deserialize<'de> for Shown<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ShownVisitor).map(Shown)
    }
}

struct ShownVisitor;

impl<'de> Visitor<'de> for ShownVisitor {
    type Value = BTreeMap<&'static str, &'de RawValue>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut shown = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            let name = read(name);
            let known = FIELDS
                .into_iter()
                .find(|known| name.as_deref() == Some(*known));
            shown.extend(known.map(|known| (known, value)));
        }
        Ok(shown)
    }
}
