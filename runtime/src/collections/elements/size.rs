//! [`Size`]: what a tree knows of each of its nodes, to find an element in it.

use std::iter::Sum;
use std::ops::{AddAssign, SubAssign};

/// How an element is weighed, so that it is found by the weight of those before.
pub(crate) trait Weigh<T> {
    /// The weight of an element; that of elements in a row is the sum.
    fn weigh(element: &T) -> usize;
}

/// No weight: elements that are found by their index alone.
#[derive(Debug)]
pub(crate) struct Unweighed;

impl<T> Weigh<T> for Unweighed {
    fn weigh(_: &T) -> usize {
        0
    }
}

/// The number of elements in a row, and their weight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) len: usize,
    pub(crate) weight: usize,
}

impl Size {
    pub(super) fn of<T, W: Weigh<T>>(element: &T) -> Self {
        Self {
            len: 1,
            weight: W::weigh(element),
        }
    }
}

impl AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.len += other.len;
        self.weight += other.weight;
    }
}

impl SubAssign for Size {
    fn sub_assign(&mut self, other: Self) {
        self.len -= other.len;
        self.weight -= other.weight;
    }
}

impl Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), |mut sum, size| {
            sum += size;
            sum
        })
    }
}
