//! Keys that make a trie deep: some hashes begin alike, some are equal.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::collections::map::place::Place;
use crate::state::Key;

/// Numbers in the order of their hashes, next to each other those whose hashes
/// begin alike: the 16 closest pairs among many, and 8 others.
static NUMBERS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let hash = |number: &u64| Place::of(number).hash().reverse_bits();
    let mut many: Vec<u64> = (0..1 << 16).collect();
    many.sort_by_cached_key(hash);
    let mut windows: Vec<&[u64]> = many.chunks(4).collect();
    windows.sort_by_key(|numbers| hash(&numbers[0]) ^ hash(&numbers[3]));
    let mut pairs: Vec<&[u64]> = many.chunks(2).collect();
    pairs.sort_by_key(|numbers| hash(&numbers[0]) ^ hash(&numbers[1]));
    let mut numbers = [
        windows[..4].concat(),
        pairs[..4].concat(),
        many[..8].to_vec(),
    ]
    .concat();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
});

/// A key that shares its hash with three others, all 64 bits of it, and the
/// beginning of its hash with some more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Bad(pub(super) u8);

impl Hash for Bad {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let numbers = &*NUMBERS;
        numbers[usize::from(self.0 / 4) % numbers.len()].hash(state);
    }
}

impl Key for Bad {
    fn key(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }

    fn from_key(name: &str) -> Option<Self> {
        u8::from_key(name).map(Self)
    }
}

impl Arbitrary for Bad {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        // Mostly few of them, so that what is inserted is also found again.
        prop_oneof![3 => 0..24_u8, 1 => 0..128_u8]
            .prop_map(Self)
            .boxed()
    }
}

/// A key with one of three hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Worst(pub(super) u8);

impl Hash for Worst {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0 % 3).hash(state);
    }
}

impl Key for Worst {
    fn key(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }

    fn from_key(name: &str) -> Option<Self> {
        u8::from_key(name).map(Self)
    }
}

impl Arbitrary for Worst {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        (0..20_u8).prop_map(Self).boxed()
    }
}

#[test]
fn some_hashes_begin_alike() {
    let hashes: Vec<u64> = NUMBERS
        .iter()
        .map(|number| Place::of(number).hash())
        .collect();
    let begin_alike = |bits: u32| {
        let different = |one: u64, other: u64| (one ^ other).trailing_zeros() < bits;
        let pairs = hashes.iter().enumerate();
        pairs
            .flat_map(|(index, one)| hashes[..index].iter().map(move |other| (*one, *other)))
            .filter(|(one, other)| !different(*one, *other))
            .count()
    };
    assert!(begin_alike(15) >= 12, "{}", begin_alike(15));
    assert!(begin_alike(25) >= 1, "{}", begin_alike(25));
}
