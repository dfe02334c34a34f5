//! States that start in each way that the protocol knows.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use stagedoor::prelude::*;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Starts from `{}`: every field has a default, declared or its type's own.
#[actor]
pub(crate) struct Settings {
    title: String,
    #[actor(default = 50)]
    capacity: u32,
    #[actor(default = vec!["general".to_owned()])]
    rooms: Vec<String>,
    nested: Nested,
    nothing: Option<String>,
}

/// A model with defaults of its own.
#[model]
#[derive(PartialEq)]
pub(crate) struct Nested {
    #[model(default = 7)]
    depth: u8,
    #[model(default = true)]
    open: bool,
}

impl Default for Nested {
    fn default() -> Self {
        Self {
            depth: 9,
            open: false,
        }
    }
}

/// The starting state of [`Settings`].
pub(crate) static SETTINGS: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "title": "",
        "capacity": 50,
        "rooms": ["general"],
        "nested": { "depth": 9, "open": false },
        "nothing": null,
    })
});

#[actor]
impl Settings {
    #[method]
    fn ping(&self) {}
}

/// A model as the protocol says of received states: fields that are missing
/// take their defaults.
#[model]
pub(crate) struct Capacity {
    #[model(default = 50)]
    seats: u32,
    #[model(default)]
    standing: u32,
}

/// An enum with a default of its own.
#[actor]
#[derive(Default)]
pub(crate) enum Mode {
    #[default]
    Idle,
    Running {
        started_at: u64,
    },
}

#[actor]
impl Mode {
    #[method]
    fn run(&mut self, started_at: u64) {
        *self = Self::Running { started_at };
    }
}

/// An enum whose default is declared on the actor.
#[actor(default = Switch::On { level: 3 })]
pub(crate) enum Switch {
    Off,
    On { level: u8 },
}

#[actor]
impl Switch {
    #[method]
    fn off(&mut self) {
        *self = Self::Off;
    }
}

/// A newtype whose default is declared on the actor.
#[actor(default = Tally(7))]
pub(crate) struct Tally(u32);

#[actor]
impl Tally {
    #[method]
    fn count(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

/// Accepts numbers and `null`, so it starts from `null`.
#[actor(opaque)]
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct FromNull(u32);

impl<'de> Deserialize<'de> for FromNull {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|number| Self(number.unwrap_or(11)))
    }
}

/// Accepts neither `{}` nor `null`, and has a `Default`.
#[actor(opaque)]
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FromDefault {
    seed: u32,
}

impl Default for FromDefault {
    fn default() -> Self {
        Self { seed: 13 }
    }
}

/// Accepts `{}` and `null` and has a `Default`, each with another value.
#[actor(opaque)]
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct BracesFirst {
    from: &'static str,
}

impl<'de> Deserialize<'de> for BracesFirst {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let from = match Value::deserialize(deserializer)? {
            Value::Object(_) => "braces",
            Value::Null => "null",
            _ => "something else",
        };
        Ok(Self { from })
    }
}

impl Default for BracesFirst {
    fn default() -> Self {
        Self { from: "default" }
    }
}

/// Accepts `null` but not `{}`, and has a `Default` with another value.
#[actor(opaque)]
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct NullFirst(Option<u32>);

impl<'de> Deserialize<'de> for NullFirst {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self)
    }
}

impl Default for NullFirst {
    fn default() -> Self {
        Self(Some(17))
    }
}

/// Accepts neither and has no `Default`: there is nothing to start from.
#[actor(opaque)]
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Refusing {
    required_seed: u32,
}

macro_rules! schema_of_anything {
    ($($state:ident),*) => {$(
        impl JsonSchema for $state {
            fn schema_name() -> Cow<'static, str> {
                stringify!($state).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                Schema::default()
            }
        }

        #[actor]
        impl $state {
            #[method]
            fn ping(&self) {}
        }
    )*};
}

schema_of_anything!(FromNull, FromDefault, BracesFirst, NullFirst, Refusing);
