//! Maps for property tests: those of the hash maps that proptest makes.

use std::collections::HashMap;
use std::hash::Hash;

use proptest::arbitrary::{Arbitrary, any_with};
use proptest::strategy::{Map as Mapped, Strategy};

use super::Map;

impl<K, V> Arbitrary for Map<K, V>
where
    K: Arbitrary + Clone + Eq + Hash,
    V: Arbitrary + Clone,
{
    type Parameters = <HashMap<K, V> as Arbitrary>::Parameters;
    type Strategy = Mapped<<HashMap<K, V> as Arbitrary>::Strategy, fn(HashMap<K, V>) -> Self>;

    fn arbitrary_with(parameters: Self::Parameters) -> Self::Strategy {
        any_with::<HashMap<K, V>>(parameters).prop_map(|entries| entries.into_iter().collect())
    }
}
