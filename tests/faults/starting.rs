//! Starting states and schemas that go wrong.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use stagedoor::prelude::*;
use support::{Instance, Transport, World};

/// Panics while it is read.
#[actor(opaque)]
#[derive(Clone, PartialEq, Serialize)]
struct Unreadable;

impl<'de> Deserialize<'de> for Unreadable {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("hush: read");
    }
}

impl JsonSchema for Unreadable {
    fn schema_name() -> Cow<'static, str> {
        "Unreadable".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        panic!("hush: described");
    }
}

#[actor]
impl Unreadable {
    #[method]
    fn ping(&self) {}
}

/// Has a `Default` that panics, and nothing else to start from.
#[actor(opaque)]
#[derive(Clone, PartialEq, Serialize, JsonSchema)]
struct Empty;

impl<'de> Deserialize<'de> for Empty {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(de::Error::custom("there is nothing to read"))
    }
}

impl Default for Empty {
    fn default() -> Self {
        panic!("hush: made from nothing");
    }
}

#[actor]
impl Empty {
    #[method]
    fn ping(&self) {}
}

/// Has a field whose declared default panics.
#[actor]
struct Declared {
    #[actor(default = explode())]
    field: u32,
}

fn explode() -> u32 {
    panic!("hush: declared");
}

#[actor]
impl Declared {
    #[method]
    fn ping(&self) {}
}

/// Nothing is wrong with this one.
#[actor]
struct Fine {
    field: u32,
}

#[actor]
impl Fine {
    #[method]
    fn ping(&self) {}
}

#[tokio::test(start_paused = true)]
async fn a_starting_state_that_panics_creates_nothing() {
    let app = App::new()
        .actor::<Unreadable>()
        .actor::<Empty>()
        .actor::<Declared>();
    let app = app.actor::<Fine>().build().expect("the names differ");
    let world = World::open(Transport::Memory, app).await;
    let mut client = world.connect().await;
    for actor in ["unreadable", "empty", "declared"] {
        let instance = Instance::unique(actor);
        for _ in 0..2 {
            client
                .failure("internal", &instance, "ping", json!({}))
                .await;
            for kind in ["event:sub", "state:sub"] {
                client.send(&instance.frame(kind));
                let refused = client.next().await;
                assert!(instance.is("error", &refused), "{refused}");
            }
            assert!(!world.has(&instance));
        }
    }
    let fine = Instance::unique("fine");
    assert_eq!(client.settled_frames(&fine).await, Vec::<Value>::new());
    assert_eq!(world.app().manager().len(), 1);
}

/// Who asks for the schema may be told by a panic; those who call are not.
#[tokio::test(start_paused = true)]
async fn a_schema_that_panics_harms_no_call() {
    let app = App::new().actor::<Unreadable>().actor::<Fine>();
    let app = app.build().expect("the names differ");
    for _ in 0..2 {
        let _ = catch_unwind(AssertUnwindSafe(|| app.schema().clone()));
    }
    let world = World::open(Transport::Memory, app).await;
    let mut client = world.connect().await;
    client.settle(&Instance::unique("fine")).await;
}
