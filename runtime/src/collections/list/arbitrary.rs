//! Lists for property tests: those of the vectors that proptest makes.

use proptest::arbitrary::{Arbitrary, any_with};
use proptest::strategy::{MapInto, Strategy};

use super::List;

impl<T: Arbitrary + Clone> Arbitrary for List<T> {
    type Parameters = <Vec<T> as Arbitrary>::Parameters;
    type Strategy = MapInto<<Vec<T> as Arbitrary>::Strategy, Self>;

    fn arbitrary_with(parameters: Self::Parameters) -> Self::Strategy {
        any_with::<Vec<T>>(parameters).prop_map_into()
    }
}
