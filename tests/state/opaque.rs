//! The laws, on types with parts that are opaque or private.

use std::collections::BTreeMap;

use proptest::option;
use proptest::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use stagedoor::State;
use stagedoor::prelude::*;

use crate::laws::{hold_for_actors, laws};
use crate::strategy::{btree_map, few, name, small, text};

/// A type of another crate, which stagedoor knows nothing about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Foreign {
    text: String,
    number: i32,
}

fn foreign() -> impl Strategy<Value = Foreign> {
    (text(), small()).prop_map(|(text, number)| Foreign { text, number })
}

fn write_backwards<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&text.chars().rev().collect::<String>())
}

fn read_backwards<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(text.chars().rev().collect())
}

fn write_joined<S: Serializer>(one: &str, other: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{one}{other}"))
}

mod joined {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        texts: &[String],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&texts.join(","))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<String>, D::Error> {
        Ok(vec![String::deserialize(deserializer)?])
    }
}

#[model]
#[derive(Debug)]
struct WithForeign {
    #[model(opaque)]
    foreign: Foreign,
    #[model(opaque)]
    many: Vec<Foreign>,
    plain: String,
    #[model(opaque)]
    #[serde(
        serialize_with = "write_backwards",
        deserialize_with = "read_backwards"
    )]
    backwards: String,
    #[model(opaque)]
    #[serde(with = "joined")]
    #[schemars(with = "String")]
    joined: Vec<String>,
    #[model(opaque)]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_times: Option<Foreign>,
}

fn with_foreign() -> impl Strategy<Value = WithForeign> {
    (
        foreign(),
        few(foreign()),
        text(),
        text(),
        few(text()),
        option::of(foreign()),
    )
        .prop_map(
            |(foreign, many, plain, backwards, joined, at_times)| WithForeign {
                foreign,
                many,
                plain,
                backwards,
                joined,
                at_times,
            },
        )
}

#[model]
#[derive(Debug)]
struct Flattening {
    plain: String,
    #[model(opaque)]
    #[serde(flatten)]
    foreign: Foreign,
    #[model(opaque)]
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
}

fn flattening() -> impl Strategy<Value = Flattening> {
    (text(), foreign(), btree_map(name(), small())).prop_map(|(plain, foreign, rest)| Flattening {
        plain,
        foreign,
        rest,
    })
}

#[model(opaque)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "String", from = "String")]
struct Converted(i32);

impl From<Converted> for String {
    fn from(converted: Converted) -> Self {
        converted.0.to_string()
    }
}

impl From<String> for Converted {
    fn from(text: String) -> Self {
        Self(text.parse().unwrap_or_default())
    }
}

#[model]
#[derive(Debug)]
enum Choice {
    Foreign(#[model(opaque)] Foreign),
    Both(#[model(opaque)] Foreign, String),
    #[model(opaque)]
    #[serde(serialize_with = "write_joined")]
    Joined(String, String),
    Fields {
        #[model(opaque)]
        foreign: Foreign,
        text: String,
    },
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        foreign().prop_map(Choice::Foreign),
        (foreign(), text()).prop_map(|(foreign, text)| Choice::Both(foreign, text)),
        (text(), text()).prop_map(|(one, other)| Choice::Joined(one, other)),
        (foreign(), text()).prop_map(|(foreign, text)| Choice::Fields { foreign, text }),
    ]
}

#[model]
#[derive(Debug)]
#[serde(tag = "type")]
enum TaggedChoice {
    Foreign(#[model(opaque)] Foreign),
    Fields {
        #[model(opaque)]
        foreign: Foreign,
        text: String,
    },
}

fn tagged_choice() -> impl Strategy<Value = TaggedChoice> {
    prop_oneof![
        foreign().prop_map(TaggedChoice::Foreign),
        (foreign(), text()).prop_map(|(foreign, text)| TaggedChoice::Fields { foreign, text }),
    ]
}

#[derive(Clone, Debug, Serialize, Deserialize, State)]
struct ByHand<T> {
    value: T,
    #[state(opaque)]
    foreign: Foreign,
    #[serde(rename = "/")]
    list: Vec<T>,
}

fn by_hand() -> impl Strategy<Value = ByHand<String>> {
    (text(), foreign(), few(text())).prop_map(|(value, foreign, list)| ByHand {
        value,
        foreign,
        list,
    })
}

#[actor]
#[derive(Debug)]
struct Safe {
    label: String,
    #[actor(private)]
    secret: String,
    #[actor(private)]
    #[actor(opaque)]
    mechanism: Foreign,
    #[actor(opaque)]
    shown: Foreign,
    #[actor(default = 3)]
    tries: u8,
}

#[actor]
impl Safe {
    #[method]
    fn open(&mut self) {
        self.tries = 0;
    }
}

fn safe() -> impl Strategy<Value = Safe> {
    (text(), text(), foreign(), foreign(), 0..3_u8).prop_map(
        |(label, secret, mechanism, shown, tries)| Safe {
            label,
            secret,
            mechanism,
            shown,
            tries,
        },
    )
}

laws! {
    opaque_members: with_foreign();
    opaque_members_in_sequences: few(with_foreign());
    flattened_members: flattening();
    flattened_members_in_maps: btree_map(name(), flattening());
    opaque_types: small().prop_map(Converted);
    opaque_types_in_sequences: few(small().prop_map(Converted));
    opaque_parts_of_variants: choice();
    opaque_parts_beside_a_tag: tagged_choice();
    derived_by_hand: by_hand();
}

#[test]
fn actors() {
    hold_for_actors(safe());
}

#[test]
fn what_is_private_is_kept_and_never_sent() {
    let old = Safe {
        label: "old".into(),
        secret: "1234".into(),
        mechanism: Foreign::default(),
        shown: Foreign::default(),
        tries: 3,
    };
    let mut new = Safe {
        secret: "5678".into(),
        ..old.clone()
    };
    assert!(!new.same(&old), "a private change is a change");
    assert_eq!(crate::document::patch(&old, &new), None);
    assert!(!serde_json::to_string(&new).unwrap().contains("secret"));
    new.assign(&old);
    assert_eq!(new.secret, "1234");
}
