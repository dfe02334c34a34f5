//! The laws, on collections of this library in every place that a plain one may
//! have. Values are drawn as versions of one that they share, as in an instance.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use stagedoor::prelude::*;
use stagedoor::{Map, Text};

use crate::laws::laws;
use crate::strategy::{few, float, name, small, text};

/// Versions of a list of several leaves.
fn list() -> impl Strategy<Value = List<u32>> {
    static SHARED: LazyLock<List<u32>> = LazyLock::new(|| (1000..1070).collect());
    let edits = vec((0..5_u8, any::<prop::sample::Index>()), 0..5);
    let edited = edits.prop_map(|edits| {
        let mut list = SHARED.clone();
        for (kind, at) in edits {
            let at = at.index(list.len());
            match kind {
                0 => drop(list.remove(at)),
                1 => list.insert(at, 7),
                2 => list[at] = 7,
                3 => list.push(7),
                _ => list.retain(|number| number % 10 != 3),
            }
        }
        list
    });
    prop_oneof![6 => edited, 1 => Just(List::new()), 1 => few(0..4_u32).prop_map(List::from)]
}

/// Versions of a map of several levels.
fn map() -> impl Strategy<Value = Map<String, i32>> {
    static SHARED: LazyLock<Map<String, i32>> =
        LazyLock::new(|| (0..40).map(|key| (key.to_string(), key)).collect());
    let edits = vec((0..3_u8, 0..60_u8, name()), 0..5);
    let edited = edits.prop_map(|edits| {
        let mut map = SHARED.clone();
        for (kind, key, name) in edits {
            match kind {
                0 => drop(map.remove(&key.to_string())),
                1 => drop(map.insert(name, 7)),
                _ => *map.entry(key.to_string()).or_default() += 1,
            }
        }
        map
    });
    let fresh = few((name(), small())).prop_map(Map::from_iter);
    prop_oneof![6 => edited, 1 => Just(Map::new()), 2 => fresh]
}

/// Versions of a text of several chunks and of chars of one to four bytes.
fn page() -> impl Strategy<Value = Text> {
    static SHARED: LazyLock<Text> = LazyLock::new(|| "plain, é, €, 🦀 \"\\\n".repeat(60).into());
    let edits = vec((any::<prop::sample::Index>(), 0..400_usize, text()), 0..4);
    let edited = edits.prop_map(|edits| {
        let mut page = SHARED.clone();
        let boundary = |page: &Text, at: usize| (0..=at).rfind(|at| page.is_char_boundary(*at));
        for (at, by, with) in edits {
            let start = boundary(&page, at.index(page.len() + 1)).unwrap();
            let end = boundary(&page, page.len().min(start + by)).unwrap();
            page.replace_range(start..end, &with);
        }
        page
    });
    prop_oneof![6 => edited, 1 => Just(Text::new()), 1 => any::<String>().prop_map(Text::from)]
}

/// A struct in which each of them is left out when it is empty.
#[model]
#[derive(Debug)]
struct Hiding {
    #[serde(default, skip_serializing_if = "List::is_empty")]
    list: List<u32>,
    #[serde(default, skip_serializing_if = "Map::is_empty", rename = "map/of~")]
    map: Map<String, i32>,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    page: Text,
    #[expect(clippy::option_option, reason = "users may write it")]
    nested: Option<Option<List<u32>>>,
}

fn hiding() -> impl Strategy<Value = Hiding> {
    let nested = option::of(option::of(list()));
    (list(), map(), page(), nested).prop_map(|(list, map, page, nested)| Hiding {
        list,
        map,
        page,
        nested,
    })
}

#[model]
#[derive(Debug)]
struct Tuple(List<u32>, Text, Map<String, i32>);

fn tuple() -> impl Strategy<Value = Tuple> {
    (list(), page(), map()).prop_map(|(list, page, map)| Tuple(list, page, map))
}

/// Declares an enum that has each of them in each kind of variant, and the
/// strategy for it.
macro_rules! every_place {
    ($strategy:ident: $(#[$attribute:meta])* $Enum:ident { $($Variant:ident($Type:ty): $values:expr,)* }) => {
        #[model]
        $(#[$attribute])*
        #[derive(Debug)]
        enum $Enum {
            Nothing,
            Map(Map<String, i32>),
            Struct { list: List<u32>, lists: Map<String, List<u32>>, pages: List<Text>, last: Text },
            $($Variant($Type),)*
        }

        fn $strategy() -> impl Strategy<Value = $Enum> {
            let lists = vec((name(), list()), 0..2).prop_map(Map::from_iter);
            let pages = vec(page(), 0..2).prop_map(List::from);
            let content = (list(), lists, pages, page());
            prop_oneof![
                1 => Just($Enum::Nothing),
                2 => map().prop_map($Enum::Map),
                4 => content.prop_map(|(list, lists, pages, last)| $Enum::Struct {
                    list,
                    lists,
                    pages,
                    last,
                }),
                $(2 => $values.prop_map($Enum::$Variant),)*
            ]
        }
    };
}

every_place! {
    external: External {
        List(List<u32>): list(),
        Text(Text): page(),
        Maps(List<Map<String, i32>>): vec(map(), 0..2).prop_map(List::from),
        Hiding(Hiding): hiding(),
    }
}

every_place! {
    internal: #[serde(tag = "type")] Internal {
        Hiding(Hiding): hiding(),
    }
}

every_place! {
    adjacent: #[serde(tag = "t/g", content = "c~")] Adjacent {
        List(List<u32>): list(),
        Text(Text): page(),
        Tuple(Tuple): tuple(),
    }
}

every_place! {
    untagged: #[serde(untagged)] Untagged {
        List(List<u32>): list(),
        Text(Text): page(),
    }
}

laws! {
    large_lists: list();
    large_maps: map();
    large_texts: page();
    large_lists_of_floats: few(float()).prop_map(List::from);
    large_maps_of_floats: few((name(), float())).prop_map(Map::from_iter);
    large_maps_of_options: few((name(), option::of(float()))).prop_map(Map::from_iter);
    large_lists_of_options: few(option::of(option::of(small()))).prop_map(List::from);
    large_fields_that_hide: hiding();
    large_in_tuples: tuple();
    large_in_external_enums: external();
    large_in_internal_enums: internal();
    large_in_adjacent_enums: adjacent();
    large_in_untagged_enums: untagged();
    large_in_maps_of_enums: vec((name(), adjacent()), 0..2).prop_map(Map::from_iter);
}
