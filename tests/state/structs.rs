//! The laws, on structs in every shape that serde writes them in.

use std::collections::{BTreeMap, HashMap, HashSet};

use proptest::option;
use proptest::prelude::*;
use stagedoor::prelude::*;
use stagedoor::{ClientId, State};

use crate::laws::laws;
use crate::strategy::{btree_map, few, float, hash_map, hash_set, name, remains, small, text};

#[model]
#[derive(Debug)]
struct Named {
    first_name: String,
    score: i32,
    #[serde(rename = "a/b~c")]
    slashed: String,
    #[model(name = "say \"\\\"")]
    quoted: Vec<String>,
    r#type: Option<f64>,
}

fn named() -> impl Strategy<Value = Named> {
    (text(), small(), text(), few(text()), option::of(float())).prop_map(
        |(first_name, score, slashed, quoted, r#type)| Named {
            first_name,
            score,
            slashed,
            quoted,
            r#type,
        },
    )
}

#[model(rename_all = "SCREAMING-KEBAB-CASE")]
#[derive(Debug)]
struct Renamed {
    first_name: String,
    #[model(name = "-")]
    dashed: String,
}

fn renamed() -> impl Strategy<Value = Renamed> {
    (text(), text()).prop_map(|(first_name, dashed)| Renamed { first_name, dashed })
}

#[model]
#[derive(Debug)]
#[serde(rename_all = "PascalCase", tag = "kind")]
struct Tagged {
    first_name: String,
    age: i32,
}

fn tagged() -> impl Strategy<Value = Tagged> {
    (text(), small()).prop_map(|(first_name, age)| Tagged { first_name, age })
}

#[model]
#[derive(Debug)]
struct Collections {
    list: Vec<Named>,
    by_name: HashMap<String, Renamed>,
    sorted: BTreeMap<u8, Vec<String>>,
    set: HashSet<i32>,
    long: Vec<u32>,
    nested: Option<Box<Renamed>>,
    array: [Renamed; 2],
    tuple: (Renamed, i32),
}

fn collections() -> impl Strategy<Value = Collections> {
    (
        few(named()),
        hash_map(name(), renamed()),
        btree_map(0..5_u8, few(text())),
        hash_set(small()),
        remains(),
        option::of(renamed().prop_map(Box::new)),
        [renamed(), renamed()],
        (renamed(), small()),
    )
        .prop_map(
            |(list, by_name, sorted, set, long, nested, array, tuple)| Collections {
                list,
                by_name,
                sorted,
                set,
                long,
                nested,
                array,
                tuple,
            },
        )
}

#[model]
#[derive(Debug)]
struct Hiding {
    shown: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", rename = "list/of")]
    list: Vec<String>,
    #[serde(skip)]
    local: i32,
    #[serde(skip_serializing)]
    #[serde(default)]
    received: i32,
}

fn hiding() -> impl Strategy<Value = Hiding> {
    (text(), option::of(text()), few(text()), small(), small()).prop_map(
        |(shown, topic, list, local, received)| Hiding {
            shown,
            topic,
            list,
            local,
            received,
        },
    )
}

#[model]
#[derive(Debug)]
struct Unit;

#[model]
#[derive(Debug)]
struct Empty {}

#[model]
#[derive(Debug)]
struct EmptyTuple();

#[model]
#[derive(Debug)]
struct Newtype(Vec<String>);

#[model]
#[derive(Debug)]
struct SkippedNewtype(#[serde(skip)] i32);

#[model]
#[derive(Debug)]
#[serde(transparent)]
struct Transparent {
    inner: Renamed,
    #[serde(skip)]
    aside: i32,
}

fn transparent() -> impl Strategy<Value = Transparent> {
    (renamed(), small()).prop_map(|(inner, aside)| Transparent { inner, aside })
}

#[model]
#[derive(Debug)]
struct Tuple(String, Vec<String>, i32);

fn tuple() -> impl Strategy<Value = Tuple> {
    (text(), few(text()), small()).prop_map(|(text, list, number)| Tuple(text, list, number))
}

#[model]
#[derive(Debug)]
struct GappedTuple(String, #[serde(skip)] i32, Vec<String>);

fn gapped_tuple() -> impl Strategy<Value = GappedTuple> {
    (text(), small(), few(text())).prop_map(|(text, gap, list)| GappedTuple(text, gap, list))
}

#[model]
#[derive(Debug)]
struct GappedToOne(#[serde(skip)] i32, Vec<String>);

fn gapped_to_one() -> impl Strategy<Value = GappedToOne> {
    (small(), few(text())).prop_map(|(gap, list)| GappedToOne(gap, list))
}

#[model]
#[derive(Debug)]
struct Generic<T, U = i32> {
    one: T,
    many: Vec<U>,
}

fn generic<T: State + std::fmt::Debug>(
    values: impl Strategy<Value = T>,
) -> impl Strategy<Value = Generic<T>> {
    (values, few(small())).prop_map(|(one, many)| Generic { one, many })
}

#[model]
#[derive(Debug)]
struct Tree {
    label: String,
    children: Vec<Tree>,
    by_name: BTreeMap<String, Tree>,
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = text().prop_map(|label| Tree {
        label,
        children: Vec::new(),
        by_name: BTreeMap::new(),
    });
    leaf.prop_recursive(3, 20, 4, |inner| {
        (
            text(),
            few(inner.clone()),
            proptest::collection::btree_map(name(), inner, 0..3),
        )
            .prop_map(|(label, children, by_name)| Tree {
                label,
                children,
                by_name,
            })
    })
}

#[model]
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Suit {
    Hearts,
    #[model(name = "black/spades")]
    Spades,
    WildCard,
}

#[model(key)]
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct RoomName(String);

#[model(key)]
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Number(u32);

#[model]
#[derive(Debug)]
struct Keyed {
    by_suit: HashMap<Suit, String>,
    by_room: BTreeMap<RoomName, Renamed>,
    by_number: HashMap<Number, i32>,
    by_client: HashMap<ClientId, i32>,
    clients: Vec<ClientId>,
}

fn keyed() -> impl Strategy<Value = Keyed> {
    let suits = [Suit::Hearts, Suit::Spades, Suit::WildCard];
    (
        hash_map(proptest::sample::select(suits.to_vec()), text()),
        btree_map(name().prop_map(RoomName), renamed()),
        hash_map((0..4_u32).prop_map(Number), small()),
        hash_map(name().prop_map(ClientId::from), small()),
        few(name().prop_map(ClientId::from)),
    )
        .prop_map(|(by_suit, by_room, by_number, by_client, clients)| Keyed {
            by_suit,
            by_room,
            by_number,
            by_client,
            clients,
        })
}

laws! {
    in any order;
    structs_of_collections: collections();
}

laws! {
    structs: named();
    structs_renamed: renamed();
    structs_with_a_tag: tagged();
    structs_that_hide_members: hiding();
    sequences_of_structs_that_hide_members: few(hiding());
    units: Just(Unit);
    empty_structs: Just(Empty {});
    empty_tuples: Just(EmptyTuple());
    newtypes: few(text()).prop_map(Newtype);
    newtypes_of_what_is_skipped: small().prop_map(SkippedNewtype);
    transparent_structs: transparent();
    tuple_structs: tuple();
    tuple_structs_with_a_gap: gapped_tuple();
    tuple_structs_with_one_element_left: gapped_to_one();
    generic_structs: generic(renamed());
    generic_structs_of_generic_structs: generic(generic(few(text())));
    trees: tree();
    structs_with_keys: keyed();
}
