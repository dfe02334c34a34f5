//! [`ClientId`]: the name of one connection. Not who is behind it; that is the `Identity`.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::state::{Key, State};

/// The id of one connection, unique for its life; a string on the wire.
///
/// Cloning is cheap.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientId(Arc<str>);

impl ClientId {
    /// The id of callers that are no connection: lifecycle hooks such as
    /// `on_activate`, and in-process calls that name no caller.
    #[must_use]
    pub fn system() -> Self {
        Self::from("system")
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, formatter)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<&str> for ClientId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl From<String> for ClientId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl From<&ClientId> for ClientId {
    fn from(id: &ClientId) -> Self {
        id.clone()
    }
}

impl AsRef<str> for ClientId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for ClientId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for ClientId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ClientId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer).map(|id| Self(id.into()))
    }
}

impl JsonSchema for ClientId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ClientId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "The id of one connection." })
    }
}

impl State for ClientId {
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Key for ClientId {
    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }

    fn from_key(name: &str) -> Option<Self> {
        Some(Self::from(name))
    }
}
