//! The laws, on enums in each of serde's four representations.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use stagedoor::prelude::*;
use stagedoor::state::apply_patch;

use crate::document::{Document, patch};
use crate::laws::laws;
use crate::strategy::{btree_map, few, name, small, text};

/// A struct that may stand beside an internal tag.
#[model]
#[derive(Debug)]
struct Inner {
    long_text: String,
    list: Vec<String>,
}

fn inner() -> impl Strategy<Value = Inner> {
    (text(), few(text())).prop_map(|(long_text, list)| Inner { long_text, list })
}

#[model]
#[derive(Debug)]
struct Nothing;

/// Declares an enum with a variant of each kind, and the strategy for it.
macro_rules! every_kind {
    ($strategy:ident: $(#[$attribute:meta])* $Enum:ident { $($extra:tt)* }) => {
        $(#[$attribute])*
        #[derive(Debug)]
        enum $Enum {
            FirstUnit,
            #[model(name = "second/unit")]
            SecondUnit,
            Newtype(Inner),
            #[serde(rename = "~")]
            OtherNewtype(Inner),
            StructVariant {
                long_text: String,
                #[serde(rename = "a/b")]
                list: Vec<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                topic: Option<String>,
                #[serde(skip)]
                local: i32,
            },
            EmptyStruct {},
            $($extra)*
        }

        fn $strategy() -> impl Strategy<Value = $Enum> {
            prop_oneof![
                1 => Just($Enum::FirstUnit),
                1 => Just($Enum::SecondUnit),
                3 => inner().prop_map($Enum::Newtype),
                2 => inner().prop_map($Enum::OtherNewtype),
                4 => (text(), few(text()), option::of(text()), small()).prop_map(
                    |(long_text, list, topic, local)| $Enum::StructVariant {
                        long_text,
                        list,
                        topic,
                        local,
                    }
                ),
                1 => Just($Enum::EmptyStruct {}),
            ]
        }
    };
}

every_kind! {
    external_without_tuples:
    #[model]
    External {
        Tuple(String, Vec<String>, i32),
        GappedTuple(String, #[serde(skip)] i32, Vec<String>),
        EmptyTuple(),
        NewtypeOfList(Vec<String>),
        NewtypeOfOption(Option<String>),
        SkippedNewtype(#[serde(skip)] i32),
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        RenamedFields {
            long_text: String,
            list: Vec<String>,
        },
        HidingTuple(
            String,
            #[model(opaque)]
            #[serde(skip_serializing_if = "Vec::is_empty")]
            Vec<String>,
            String,
        ),
    }
}

fn external() -> impl Strategy<Value = External> {
    prop_oneof![
        6 => external_without_tuples(),
        2 => (text(), few(text()), small()).prop_map(|(a, b, c)| External::Tuple(a, b, c)),
        2 => (text(), small(), few(text())).prop_map(|(a, b, c)| External::GappedTuple(a, b, c)),
        1 => Just(External::EmptyTuple()),
        2 => few(text()).prop_map(External::NewtypeOfList),
        1 => option::of(text()).prop_map(External::NewtypeOfOption),
        1 => small().prop_map(External::SkippedNewtype),
        2 => inner().prop_map(|inner| External::RenamedFields {
            long_text: inner.long_text,
            list: inner.list,
        }),
        2 => (text(), few(text()), text()).prop_map(|(a, b, c)| External::HidingTuple(a, b, c)),
    ]
}

every_kind! {
    internal_without_others:
    #[model(rename_all = "kebab-case")]
    #[serde(tag = "the/type")]
    Internal {
        OfUnit(Nothing),
        OfMap(BTreeMap<String, String>),
        OfEnum(InternalInner),
        SkippedNewtype(#[serde(skip)] i32),
    }
}

#[model]
#[derive(Debug)]
#[serde(tag = "inner")]
enum InternalInner {
    One { text: String },
    Two,
}

fn internal() -> impl Strategy<Value = Internal> {
    prop_oneof![
        6 => internal_without_others(),
        1 => Just(Internal::OfUnit(Nothing)),
        // A key like the tag's would make an object with two members of one name.
        2 => btree_map(name(), text()).prop_map(Internal::OfMap),
        2 => text().prop_map(|text| Internal::OfEnum(InternalInner::One { text })),
        1 => Just(Internal::OfEnum(InternalInner::Two)),
        1 => small().prop_map(Internal::SkippedNewtype),
    ]
}

every_kind! {
    adjacent_without_tuples:
    #[model]
    #[serde(tag = "t", content = "c/c", rename_all_fields = "UPPERCASE")]
    Adjacent {
        Tuple(String, Vec<String>),
        NewtypeOfOption(Option<String>),
        SkippedNewtype(#[serde(skip)] i32),
        AllSkipped {
            #[serde(skip)]
            local: i32,
        },
    }
}

fn adjacent() -> impl Strategy<Value = Adjacent> {
    prop_oneof![
        6 => adjacent_without_tuples(),
        2 => (text(), few(text())).prop_map(|(a, b)| Adjacent::Tuple(a, b)),
        2 => option::of(text()).prop_map(Adjacent::NewtypeOfOption),
        1 => small().prop_map(Adjacent::SkippedNewtype),
        1 => small().prop_map(|local| Adjacent::AllSkipped { local }),
    ]
}

every_kind! {
    untagged_without_tuples:
    #[model]
    #[serde(untagged)]
    Untagged {
        Tuple(String, Vec<String>),
        NewtypeOfOption(Option<String>),
    }
}

fn untagged() -> impl Strategy<Value = Untagged> {
    prop_oneof![
        6 => untagged_without_tuples(),
        2 => (text(), few(text())).prop_map(|(a, b)| Untagged::Tuple(a, b)),
        2 => option::of(text()).prop_map(Untagged::NewtypeOfOption),
    ]
}

#[model]
#[derive(Debug)]
enum PartlyUntagged {
    Named(String),
    #[serde(untagged)]
    Bare(Inner),
    #[serde(untagged)]
    Number(i32),
}

fn partly_untagged() -> impl Strategy<Value = PartlyUntagged> {
    prop_oneof![
        text().prop_map(PartlyUntagged::Named),
        inner().prop_map(PartlyUntagged::Bare),
        small().prop_map(PartlyUntagged::Number),
    ]
}

#[model]
#[derive(Debug)]
enum Expression {
    Number(f64),
    Sum(Box<Expression>, Box<Expression>),
    Call {
        name: String,
        arguments: Vec<Expression>,
    },
}

fn expression() -> impl Strategy<Value = Expression> {
    let leaf = crate::strategy::float().prop_map(Expression::Number);
    leaf.prop_recursive(4, 30, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Expression::Sum(Box::new(a), Box::new(b))),
            (text(), proptest::collection::vec(inner, 0..3))
                .prop_map(|(name, arguments)| Expression::Call { name, arguments }),
        ]
    })
}

/// Variants that are alike while they are empty.
#[model]
#[serde(untagged)]
#[derive(Debug)]
enum Alike {
    Numbers(Vec<i32>),
    Texts(Vec<String>),
    Lists {
        all: Vec<Vec<i32>>,
        last: Vec<i32>,
    },
    Maps {
        all: Vec<BTreeMap<String, i32>>,
        last: Vec<String>,
    },
}

fn alike() -> impl Strategy<Value = Alike> {
    let numbers = || vec(small(), 0..2);
    let texts = || vec(name(), 0..2);
    let maps = vec(btree_map(name(), small()), 0..2);
    prop_oneof![
        numbers().prop_map(Alike::Numbers),
        texts().prop_map(Alike::Texts),
        (vec(numbers(), 0..2), numbers()).prop_map(|(all, last)| Alike::Lists { all, last }),
        (maps, texts()).prop_map(|(all, last)| Alike::Maps { all, last }),
    ]
}

#[model]
#[derive(Debug)]
enum Generic<T> {
    None,
    One(T),
    Many { all: Vec<T> },
}

fn generic() -> impl Strategy<Value = Generic<Inner>> {
    prop_oneof![
        Just(Generic::None),
        inner().prop_map(Generic::One),
        few(inner()).prop_map(|all| Generic::Many { all }),
    ]
}

/// Enums one level deeper, where a variant is replaced inside a member.
#[model]
#[derive(Debug)]
struct Holder {
    external: External,
    internal: Vec<Internal>,
    adjacent: BTreeMap<String, Adjacent>,
    untagged: Option<Untagged>,
}

fn holder() -> impl Strategy<Value = Holder> {
    (
        external(),
        few(internal()),
        btree_map(name(), adjacent()),
        option::of(untagged()),
    )
        .prop_map(|(external, internal, adjacent, untagged)| Holder {
            external,
            internal,
            adjacent,
            untagged,
        })
}

laws! {
    externally_tagged: external();
    internally_tagged: internal();
    adjacently_tagged: adjacent();
    not_tagged: untagged();
    partly_not_tagged: partly_untagged();
    not_tagged_and_alike: alike();
    expressions: expression();
    generic_enums: generic();
    structs_of_enums: holder();
}

#[test]
fn an_element_behind_one_that_hides_at_times_is_found() {
    let tuple = |last: &str| External::HidingTuple("first".into(), vec!["x".into()], last.into());
    let (old, new) = (tuple(&"a".repeat(90)), tuple("b"));
    let mut document = Document::of(&old);
    document.apply(&patch(&old, &new).unwrap());
    document.assert_is_of(&new, "the element is the third one");
}

#[test]
fn a_patch_whose_document_no_variant_has_as_a_whole_is_refused() {
    let mut value = Alike::Lists {
        all: Vec::new(),
        last: vec![1],
    };
    let patch = r#"[{"op":"add","path":"/more","value":1}]"#;
    assert!(apply_patch(&mut value, patch).is_err());
}
