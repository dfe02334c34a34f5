//! [`State`] for tuples and arrays, whose length never changes. Not for
//! sequences that grow.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ApplyError, Misfit, Operation, Patch, State};
use crate::constraints::Issues;

macro_rules! tuples {
    ($($length:literal ($($position:tt $Part:ident),+))+) => {$(
        impl<$($Part: State),+> State for ($($Part,)+) {
            fn same(&self, other: &Self) -> bool {
                $(self.$position.same(&other.$position))&&+
            }

            fn diff(&self, old: &Self, patch: &mut Patch) {
                patch.or_replace(self, |patch| {$(
                    patch.index($position, |patch| self.$position.diff(&old.$position, patch));
                )+});
            }

            fn assign(&mut self, from: &Self) {
                $(self.$position.assign(&from.$position);)+
            }

            fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
                match operation.enter_fixed_index($length)? {
                    None => operation.set(self),
                    $(Some(($position, part)) => self.$position.apply(part),)+
                    Some(_) => Err(operation.misfit(Misfit::Nowhere)),
                }
            }

            const CHECKED: bool = true;

            fn check(&self, issues: &mut Issues) {$(
                issues.index($position, |issues| self.$position.check(issues));
            )+}
        }
    )+};
}

tuples! {
    1 (0 A)
    2 (0 A, 1 B)
    3 (0 A, 1 B, 2 C)
    4 (0 A, 1 B, 2 C, 3 D)
    5 (0 A, 1 B, 2 C, 3 D, 4 E)
    6 (0 A, 1 B, 2 C, 3 D, 4 E, 5 F)
    7 (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G)
    8 (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H)
    9 (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I)
    10 (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J)
    11 (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J, 10 K)
    12 (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J, 10 K, 11 L)
}

// The bound, rather than a list of lengths, leaves it to serde which arrays it writes.
impl<T: State, const N: usize> State for [T; N]
where
    [T; N]: Serialize + DeserializeOwned,
{
    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        super::check_elements(self.iter(), issues);
    }

    fn same(&self, other: &Self) -> bool {
        self.iter()
            .zip(other)
            .all(|(value, other)| value.same(other))
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| {
            for (index, (value, old)) in self.iter().zip(old).enumerate() {
                patch.index(index, |patch| value.diff(old, patch));
            }
        });
    }

    fn assign(&mut self, from: &Self) {
        for (value, from) in self.iter_mut().zip(from) {
            value.assign(from);
        }
    }

    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        match operation.enter_fixed_index(N)? {
            None => operation.set(self),
            Some((index, element)) => self[index].apply(element),
        }
    }
}
