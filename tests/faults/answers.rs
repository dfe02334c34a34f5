//! Inputs, results and errors that go wrong in code of their own: while they
//! are read, written, displayed or dropped.

use std::fmt;
use std::panic::panic_any;

use serde::de::{self, Deserializer};
use serde::ser::{self, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use stagedoor::prelude::*;
use support::{Instance, Transport, World};

use crate::fragile::Bomb;

/// Where a [`Touchy`] value goes wrong.
#[model]
#[derive(Copy, Debug, PartialEq)]
enum Place {
    Nowhere,
    Serialize,
    SerializeFails,
    Deserialize,
    DeserializeTwice,
    DeserializeFails,
    Display,
    Drop,
}

/// A value, and an error, that goes wrong in its own code.
#[derive(Debug, Clone, schemars::JsonSchema)]
struct Touchy(Place);

impl Serialize for Touchy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Place::Serialize => panic!("hush: serialised"),
            Place::SerializeFails => Err(ser::Error::custom("hush: not serialised")),
            place => place.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Touchy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Place::deserialize(deserializer)? {
            Place::Deserialize => panic!("hush: read"),
            Place::DeserializeTwice => panic_any(Bomb),
            Place::DeserializeFails => Err(de::Error::custom("not this one")),
            place => Ok(Self(place)),
        }
    }
}

impl fmt::Display for Touchy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        assert!(self.0 != Place::Display, "hush: displayed");
        formatter.write_str("touched")
    }
}

impl Drop for Touchy {
    fn drop(&mut self) {
        assert!(self.0 != Place::Drop, "hush: dropped");
    }
}

/// Counts the turns that were kept.
#[actor]
struct Careful {
    turns: u32,
}

#[actor]
impl Careful {
    #[method]
    fn ping(&self) {}

    #[method]
    fn turns(&self) -> u32 {
        self.turns
    }

    #[method]
    fn give(&mut self, place: Place) -> Touchy {
        self.turns += 1;
        Touchy(place)
    }

    #[method]
    fn fail(&mut self, place: Place) -> Result<(), Touchy> {
        self.turns += 1;
        Err(Touchy(place))
    }

    #[method]
    fn take(&mut self, touchy: Touchy) {
        self.turns += 1;
        std::mem::forget(touchy);
    }

    #[method]
    fn take_and_drop(&mut self, touchy: Touchy) {
        self.turns += 1;
        drop(touchy);
    }
}

#[tokio::test(start_paused = true)]
async fn values_that_go_wrong_are_answered_once() {
    let app = App::new()
        .actor::<Careful>()
        .build()
        .expect("it is one actor");
    let world = World::open(Transport::Memory, app).await;
    let mut client = world.connect().await;
    let careful = Instance::unique("careful");
    let internal = [
        ("give", json!({ "place": "serialize" })),
        ("give", json!({ "place": "serializeFails" })),
        ("fail", json!({ "place": "display" })),
        ("take", json!({ "touchy": "deserialize" })),
        ("take", json!({ "touchy": "deserializeTwice" })),
        ("takeAndDrop", json!({ "touchy": "drop" })),
    ];
    for (method, input) in internal {
        let answer = client
            .failure("internal", &careful, method, input.clone())
            .await;
        assert_eq!(answer["error"], "Internal error", "{method} {input}");
        assert_unharmed(&mut client, &careful, 0).await;
    }
    client
        .failure(
            "validation",
            &careful,
            "take",
            json!({ "touchy": "deserializeFails" }),
        )
        .await;
    assert_unharmed(&mut client, &careful, 0).await;
}

/// An error whose data cannot be written still has its text.
#[tokio::test(start_paused = true)]
async fn an_error_that_does_not_serialise_is_answered_once() {
    let app = App::new()
        .actor::<Careful>()
        .build()
        .expect("it is one actor");
    let world = World::open(Transport::Memory, app).await;
    let mut client = world.connect().await;
    let careful = Instance::unique("careful");
    for place in ["serialize", "serializeFails", "drop"] {
        let answer = client
            .call(&careful, "fail", json!({ "place": place }))
            .await;
        let text = answer["error"].as_str().unwrap_or_default();
        assert!(["touched", "Internal error"].contains(&text), "{answer}");
        assert_unharmed(&mut client, &careful, 0).await;
    }
}

/// Once a result is on its way its turn is kept, whatever its value does in the end.
#[tokio::test(start_paused = true)]
async fn a_result_that_panics_when_dropped_is_answered_once() {
    let app = App::new()
        .actor::<Careful>()
        .build()
        .expect("it is one actor");
    let world = World::open(Transport::Memory, app).await;
    let mut client = world.connect().await;
    let careful = Instance::unique("careful");
    let answer = client
        .call(&careful, "give", json!({ "place": "drop" }))
        .await;
    let kept = u32::from(answer.get("error").is_none());
    assert_unharmed(&mut client, &careful, kept).await;
}

/// There was no second answer, and so many turns were kept.
async fn assert_unharmed(client: &mut support::Client, careful: &Instance, kept: u32) {
    assert_eq!(client.settled_frames(careful).await, Vec::<Value>::new());
    assert_eq!(client.result(careful, "turns", json!({})).await, kept);
}
