//! [`SequenceOp`]: what is done to a list and to the vector that it is held
//! against, by the same function.

use std::collections::VecDeque;

use proptest::prelude::*;
use stagedoor::List;

use crate::done::Done;
use crate::element::{Element, Ranked};
use crate::place::{At, at};

/// What `List`, `Vec` and `VecDeque` have in common.
pub(crate) trait Sequence: Extend<Self::Element> {
    type Element: Ranked;

    fn length(&self) -> usize;
    fn push(&mut self, element: Self::Element);
    fn pop(&mut self) -> Option<Self::Element>;
    fn insert(&mut self, index: usize, element: Self::Element);
    fn remove(&mut self, index: usize) -> Self::Element;
    fn element_mut(&mut self, index: usize) -> Option<&mut Self::Element>;
    fn swap_elements(&mut self, one: usize, other: usize);
    fn retain(&mut self, keep: impl FnMut(&Self::Element) -> bool);
    fn sort(&mut self);
    fn truncate(&mut self, length: usize);
    fn clear(&mut self);
    fn ranks(&self) -> Vec<u64>;
}

macro_rules! sequence {
    ($Sequence:ident, $push:ident, $pop:ident, $remove:expr, $sort:expr) => {
        impl<T: Clone + Ranked> Sequence for $Sequence<T> {
            type Element = T;

            fn length(&self) -> usize {
                self.len()
            }

            fn push(&mut self, element: T) {
                self.$push(element);
            }

            fn pop(&mut self) -> Option<T> {
                self.$pop()
            }

            fn insert(&mut self, index: usize, element: T) {
                self.insert(index, element);
            }

            fn remove(&mut self, index: usize) -> T {
                let remove: fn(&mut Self, usize) -> T = $remove;
                remove(self, index)
            }

            fn element_mut(&mut self, index: usize) -> Option<&mut T> {
                self.get_mut(index)
            }

            fn swap_elements(&mut self, one: usize, other: usize) {
                self.swap(one, other);
            }

            fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
                self.retain(keep);
            }

            fn sort(&mut self) {
                let sort: fn(&mut Self) = $sort;
                sort(self);
            }

            fn truncate(&mut self, length: usize) {
                self.truncate(length);
            }

            fn clear(&mut self) {
                self.clear();
            }

            fn ranks(&self) -> Vec<u64> {
                self.iter().map(T::rank).collect()
            }
        }
    };
}

sequence!(List, push, pop, List::remove, |list| list
    .sort_by_key(T::rank));
sequence!(Vec, push, pop, Vec::remove, |vec| vec.sort_by_key(T::rank));
sequence!(
    VecDeque,
    push_back,
    pop_back,
    |deque, index| deque.remove(index).unwrap(),
    |deque| deque.make_contiguous().sort_by_key(T::rank)
);

#[derive(Clone, Debug)]
pub(crate) enum SequenceOp<E> {
    Push(E),
    Pop,
    Insert(At, E),
    Remove(At),
    Set(At, E),
    Swap(At, At),
    Move(At, At),
    /// One goes at the front, one comes at the end.
    Slide(E),
    /// Many changes at as many places.
    Scatter(u8, E),
    Extend(Vec<E>),
    Grow(u16),
    Retain(u64),
    Sort,
    Truncate(At),
    Clear,
}

impl<E: Element> SequenceOp<E> {
    /// Does it, and says how many elements it changed.
    pub(crate) fn run<S>(&self, sequence: &mut S) -> Done
    where
        S: Sequence<Element: From<E>>,
    {
        let length = sequence.length();
        match self {
            Self::Push(element) => sequence.push(element.make()),
            Self::Pop => return Done::maybe(sequence.pop()),
            Self::Insert(at, element) => sequence.insert(at.gap(length), element.make()),
            Self::Slide(element) => {
                let first = At::Start.element(length).map(|at| sequence.remove(at));
                sequence.push(element.make());
                return Done::maybe(first).and(Done::one());
            }
            Self::Extend(elements) => {
                sequence.extend(elements.iter().map(Element::make));
                return Done::many(elements.len());
            }
            Self::Grow(by) => {
                sequence.extend((0..(*by).into()).map(|number| E::numbered(number).make()));
                return Done::many((*by).into());
            }
            Self::Scatter(..) => return self.scatter(sequence),
            Self::Retain(..) | Self::Sort | Self::Truncate(..) | Self::Clear => {
                return self.run_on_all(sequence);
            }
            Self::Remove(at) => {
                return Done::maybe(at.element(length).map(|at| sequence.remove(at)));
            }
            Self::Set(at, element) => {
                let Some(place) = at.element(length).and_then(|at| sequence.element_mut(at)) else {
                    return Done::nothing();
                };
                *place = element.make();
            }
            Self::Swap(one, other) | Self::Move(one, other) => {
                let (Some(one), Some(other)) = (one.element(length), other.element(length)) else {
                    return Done::nothing();
                };
                if let Self::Swap(..) = self {
                    sequence.swap_elements(one, other);
                } else {
                    let moved = sequence.remove(one);
                    sequence.insert(other, moved);
                }
            }
        }
        Done::one()
    }

    fn run_on_all<S: Sequence>(&self, sequence: &mut S) -> Done {
        let length = sequence.length();
        match self {
            Self::Retain(divisor) => sequence.retain(|element| element.rank() % divisor != 0),
            Self::Truncate(at) => sequence.truncate(at.gap(length)),
            Self::Clear => sequence.clear(),
            _ => {
                let before = sequence.ranks();
                sequence.sort();
                let mut order: Vec<usize> = (0..length).collect();
                order.sort_by_key(|at| before[*at]);
                return Done::many(
                    order
                        .iter()
                        .zip(0..)
                        .filter(|(from, to)| *from != to)
                        .count(),
                );
            }
        }
        Done::many(length - sequence.length())
    }

    fn scatter<S>(&self, sequence: &mut S) -> Done
    where
        S: Sequence<Element: From<E>>,
    {
        let Self::Scatter(count, element) = self else {
            return Done::nothing();
        };
        let mut done = Done::nothing();
        for number in 0..u32::from(*count) {
            let at = At::Middle(number.wrapping_mul(2_654_435_761));
            let change = match number % 3 {
                0 => Self::Remove(at),
                1 => Self::Insert(at, element.clone()),
                _ => Self::Set(at, element.clone()),
            };
            done = done.and(change.run(sequence));
        }
        done
    }
}

pub(crate) fn sequence_op<E: Element + 'static>(
    element: impl Strategy<Value = E> + Clone + 'static,
) -> impl Strategy<Value = SequenceOp<E>> {
    use SequenceOp::*;
    let one = || element.clone();
    prop_oneof![
        12 => one().prop_map(Push),
        4 => Just(Pop),
        10 => (at(), one()).prop_map(|(at, element)| Insert(at, element)),
        10 => at().prop_map(Remove),
        10 => (at(), one()).prop_map(|(at, element)| Set(at, element)),
        4 => (at(), at()).prop_map(|(one, other)| Swap(one, other)),
        4 => (at(), at()).prop_map(|(from, to)| Move(from, to)),
        4 => one().prop_map(Slide),
        1 => (1..90_u8, one()).prop_map(|(count, element)| Scatter(count, element)),
        3 => prop::collection::vec(one(), 0..6).prop_map(Extend),
        1 => (0..80_u16).prop_map(Grow),
        2 => (2..12_u64).prop_map(Retain),
        1 => Just(Sort),
        1 => at().prop_map(Truncate),
        1 => Just(Clear),
    ]
}
