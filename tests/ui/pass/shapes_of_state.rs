//! Every shape of a type can be a state, with every way to start from.

use std::collections::BTreeMap;

use stagedoor::prelude::*;
use stagedoor::{Key, Patch, State};

#[actor(default = Light::Green { seconds: 5 })]
pub enum Light {
    Red,
    Green { seconds: u32 },
}

#[actor]
pub enum Door {
    #[default]
    Open,
    Closed(Option<String>),
}

#[actor]
#[derive(Default)]
pub struct Counter(u32);

#[actor(default = Pair(1, 2))]
pub struct Pair(u32, u32);

#[actor]
pub struct Nothing;

#[actor(name = "raw", opaque)]
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Opaque {
    #[serde(default)]
    value: f32,
}

#[model(key)]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct UserId(String);

#[model(rename_all = "SCREAMING_SNAKE_CASE")]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    VeryPublic,
    #[model(name = "hidden")]
    Private,
}

#[model]
pub struct Page<T> {
    items: Vec<T>,
    #[model(default = 1)]
    number: u32,
    #[model(opaque)]
    first: Option<T>,
}

mod seconds {
    use std::time::Duration;

    pub fn serialize<S: serde::Serializer>(value: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(value.as_secs())
    }

    pub fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        serde::Deserialize::deserialize(from).map(Duration::from_secs)
    }
}

#[model]
#[derive(Default)]
pub struct Size {
    width: u32,
}

#[actor]
pub struct Board {
    kinds: BTreeMap<Kind, BTreeMap<UserId, u32>>,
    #[serde(with = "seconds")]
    #[schemars(with = "u64")]
    #[actor(opaque)]
    timeout: std::time::Duration,
    #[serde(flatten)]
    #[actor(opaque)]
    size: SizeByValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
}

#[model]
#[derive(Default, PartialEq)]
pub struct SizeByValue {
    width: u32,
}

macro_rules! ping {
    ($($actor:ident),*) => {$(
        #[actor]
        impl $actor {
            #[method]
            fn ping(&self) {}
        }
    )*};
}

ping!(Light, Door, Counter, Pair, Nothing, Opaque, Board);

fn patch<S: State>(from: &S, to: &S) -> Option<String> {
    let mut patch = Patch::new();
    to.diff(from, &mut patch);
    patch.finish().expect("everything here serialises")
}

fn main() {
    let app = App::new()
        .actor::<Light>()
        .actor::<Door>()
        .actor::<Counter>()
        .actor::<Pair>()
        .actor::<Nothing>()
        .actor::<Opaque>()
        .actor::<Board>()
        .build();
    assert!(app.is_ok());

    assert_eq!(Kind::VeryPublic.key(), "VERY_PUBLIC");
    assert_eq!(Kind::Private.key(), "hidden");
    assert_eq!(UserId("u1".into()).key(), "u1");

    let board = Board {
        kinds: BTreeMap::new(),
        timeout: std::time::Duration::from_secs(1),
        size: SizeByValue { width: 1 },
        topic: None,
    };
    let mut later = board.clone();
    later.timeout = std::time::Duration::from_secs(2);
    later.topic = Some("news".into());
    assert_eq!(
        patch(&board, &later).as_deref(),
        Some(
            r#"[{"op":"replace","path":"/timeout","value":2},{"op":"add","path":"/topic","value":"news"}]"#
        )
    );
    later.size.width = 2;
    assert_eq!(
        patch(&board, &later).as_deref(),
        Some(
            r#"[{"op":"replace","path":"","value":{"kinds":{},"timeout":2,"width":2,"topic":"news"}}]"#
        )
    );
}
