//! Long random changes of a list and of a vector, side by side.

mod model;
mod patches;
mod shapes;
mod sharing;

use super::List;
use crate::collections::elements::check as elements;

fn check<T>(list: &List<T>) {
    elements::check(&list.elements);
}

fn unshared<T>(list: &List<T>, other: &List<T>) -> usize {
    elements::unshared(&list.elements, &other.elements)
}
