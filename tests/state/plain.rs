//! The laws, on the types that stagedoor implements `State` for.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::num::{NonZero, Wrapping};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;
use stagedoor::{List, Map};
use uuid::Uuid;

use crate::laws::{self, laws};
use crate::strategy::{
    btree_map, btree_set, few, float, hash_map, hash_set, json, name, object, remains, small, text,
    turned,
};

laws! {
    unit: Just(());
    bools: any::<bool>();
    chars: any::<char>();
    texts: text();
    boxed_texts: text().prop_map(String::into_boxed_str);
    integers_of_8_to_32_bits: any::<(i8, i16, i32, u8, u16, u32)>();
    integers_of_64_bits: any::<(i64, u64, isize, usize)>();
    integers_of_128_bits: any::<(i128, u128)>();
    integers_without_zero: any::<(NonZero<u8>, NonZero<i64>, NonZero<u128>)>();
    wrapping_integers: any::<u8>().prop_map(Wrapping);
    doubles: float();
    singles: proptest::num::f32::ANY;
    durations: any::<Duration>();
    system_times: (0..u32::MAX).prop_map(|seconds| {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.into())
    });
    addresses: any::<(IpAddr, SocketAddr, SocketAddrV6)>();
    paths: proptest::sample::select(&["a/b", "a//b", "a/./b", "a/b/", "", "."][..])
        .prop_map(PathBuf::from);
    uuids: any::<[u8; 16]>().prop_map(Uuid::from_bytes);
}

laws! {
    options: proptest::option::of(small());
    options_of_options: proptest::option::of(proptest::option::of(small()));
    options_of_floats: proptest::option::of(float());
    options_of_units: proptest::option::of(Just(()));
    options_of_pairs: proptest::option::of((text(), text()));
    boxes: text().prop_map(Box::new);
    single_tuples: text().prop_map(|text| (text,));
    pairs: (text(), small());
    tuples_of_12: (small(), text(), small(), text(), small(), text(), small(), text(), small(), text(), small(), text())
        .prop_map(|(a, b, c, d, e, f, g, h, i, j, k, l)| (a, b, c, d, e, f, g, h, i, j, k, l));
    arrays: [text(), text(), text()];
    arrays_of_nothing: Just([(); 0]);
    arrays_of_32: proptest::array::uniform32(small());
    sequences: few(small());
    sequences_of_texts: few(text());
    sequences_of_units: few(Just(()));
    sequences_of_floats: few(float());
    sequences_of_options: few(proptest::option::of(text()));
    sequences_of_pairs: few((text(), text(), small()));
    sequences_of_sequences: few(few(text()));
    long_sequences: remains();
    long_sequences_of_long_sequences: few(remains());
    deques: turned(few(text()));
    deques_of_sequences: turned(few(few(text())));
    long_deques: turned(remains());
    boxed_slices: few(text()).prop_map(Vec::into_boxed_slice);
    long_boxed_slices: remains().prop_map(Vec::into_boxed_slice);
}

laws! {
    maps: hash_map(name(), text());
    maps_of_nothing: hash_map(name(), Just(()));
    maps_of_options: hash_map(name(), proptest::option::of(small()));
    maps_of_pairs: hash_map(name(), (text(), text()));
    maps_of_maps: hash_map(name(), hash_map(name(), text()));
    maps_by_integer: hash_map(small(), few(text()));
    maps_by_uuid: hash_map((0..4_u128).prop_map(Uuid::from_u128), text());
    maps_by_char: hash_map(proptest::sample::select(&['/', '~', '"', 'a'][..]), text());
    sorted_maps: btree_map(name(), text());
    sorted_maps_of_maps: btree_map(name(), btree_map(name(), text()));
    sorted_maps_by_integer: btree_map(-5..5_i128, text());
    sorted_maps_by_bool: btree_map(any::<bool>(), text());
    sorted_maps_by_boxed_text: btree_map(name().prop_map(String::into_boxed_str), text());
    sorted_maps_by_non_zero: btree_map(any::<NonZero<u8>>(), text());
    sorted_sets: btree_set(0..12_i32);
    sorted_sets_of_texts: btree_set(text());
    sorted_sets_of_pairs: btree_set((text(), text()));
    sorted_sets_of_paths: btree_set(
        proptest::sample::select(&["a/b", "a//b", "c", "c/", "d"][..]).prop_map(PathBuf::from)
    );
    lists: remains().prop_map(List::from);
    lists_of_lists: few(few(text()).prop_map(List::from)).prop_map(List::from);
    shared_maps: few((name(), text())).prop_map(Map::from_iter);
    shared_maps_of_lists: few((small(), few(text()).prop_map(List::from))).prop_map(Map::from_iter);
    json_values: json();
    json_objects: object();
    json_in_maps: btree_map(name(), json());
}

laws! {
    in any order;
    sets: hash_set(small());
    sets_of_texts: hash_set(text());
    sets_in_maps: hash_map(name(), hash_set(small()));
}

laws! {
    dates: date();
    times: time();
    dates_with_times: (date(), time()).prop_map(|(date, time)| NaiveDateTime::new(date, time));
    instants: instant();
    instants_with_offset: (0..3_i64, 0..3_i32).prop_map(|(hour, offset)| -> DateTime<FixedOffset> {
        let instant = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::hours(hour);
        instant.with_timezone(&FixedOffset::east_opt(offset * 3600).unwrap())
    });
    instants_in_maps: hash_map(name(), instant());
}

fn date() -> impl Strategy<Value = NaiveDate> {
    any::<i16>().prop_map(|days| NaiveDate::default() + TimeDelta::days(days.into()))
}

fn time() -> impl Strategy<Value = NaiveTime> {
    (0..86_400_u32, 0..2_000_000_000_u32).prop_map(|(second, nanosecond)| {
        NaiveTime::from_num_seconds_from_midnight_opt(second, nanosecond % 1_000_000_000).unwrap()
    })
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (date(), time()).prop_map(|(date, time)| NaiveDateTime::new(date, time).and_utc())
}

#[test]
fn maps_with_another_hasher() {
    type Deterministic = std::hash::BuildHasherDefault<std::hash::DefaultHasher>;
    laws::hold(btree_map(name(), text()).prop_map(
        |map: BTreeMap<_, _>| -> HashMap<_, _, Deterministic> { map.into_iter().collect() },
    ));
    laws::hold_in_any_order(few(text()).prop_map(
        |values| -> std::collections::HashSet<_, Deterministic> { values.into_iter().collect() },
    ));
}
