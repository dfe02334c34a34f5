//! Texts for property tests, cut anywhere, as those that are read from JSON may
//! be.

use proptest::arbitrary::{Arbitrary, StrategyFor, any};
use proptest::strategy::{Map, Strategy};

use super::Text;
use super::chunk::Chunk;
use crate::collections::elements::Elements;

impl Arbitrary for Text {
    type Parameters = ();
    type Strategy = Map<StrategyFor<Vec<String>>, fn(Vec<String>) -> Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        any::<Vec<String>>().prop_map(|strings| {
            let mut chunks = Elements::new();
            for string in &strings {
                chunks.push(Chunk::from(string.as_str()));
            }
            Self { chunks }
        })
    }
}
