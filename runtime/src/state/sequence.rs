//! [`State`] for sequences that grow: `Vec`, `VecDeque`, boxed slices. Finds
//! where two of them differ, not which element moved where.

use std::collections::VecDeque;

use super::{Patch, State};

/// Where two sequences differ: between their longest common head and tail.
struct Middle {
    /// Where the middle starts in both.
    start: usize,
    /// Up to where both have an element to compare.
    shared_end: usize,
    /// Where the middle ends in the new sequence.
    new_end: usize,
    /// Where the middle ends in the old sequence.
    old_end: usize,
}

impl Middle {
    fn between<'a, T, I>(new: I, old: I) -> Self
    where
        T: State,
        I: DoubleEndedIterator<Item = &'a T> + ExactSizeIterator + Clone,
    {
        let (new_length, old_length) = (new.len(), old.len());
        let both_same = |(new, old): &(&T, &T)| new.same(old);
        let head = new.clone().zip(old.clone()).take_while(both_same).count();
        let tail = new
            .rev()
            .zip(old.rev())
            // An element of the head must not be counted again: `[a]` in `[a, a]`.
            .take(new_length.min(old_length) - head)
            .take_while(both_same)
            .count();
        Self {
            start: head,
            shared_end: new_length.min(old_length) - tail,
            new_end: new_length - tail,
            old_end: old_length - tail,
        }
    }
}

fn same<'a, T, I>(sequence: I, other: I) -> bool
where
    T: State,
    I: ExactSizeIterator<Item = &'a T>,
{
    sequence.len() == other.len() && sequence.zip(other).all(|(value, other)| value.same(other))
}

fn diff<'a, T, I>(new: I, old: I, patch: &mut Patch)
where
    T: State,
    I: DoubleEndedIterator<Item = &'a T> + ExactSizeIterator + Clone,
{
    let middle = Middle::between(new.clone(), old.clone());
    diff_by_position(new, old, &middle, patch);
}

/// Compares the elements of the middle that have the same index, then removes
/// from the end or appends what is left of the longer one.
fn diff_by_position<'a, T, I>(new: I, old: I, middle: &Middle, patch: &mut Patch)
where
    T: State,
    I: Iterator<Item = &'a T> + Clone,
{
    let shared = middle.start..middle.shared_end;
    let pairs = new.clone().zip(old).skip(middle.start);
    for (index, (new, old)) in shared.zip(pairs) {
        patch.index(index, |patch| {
            patch.or_replace(new, |patch| new.diff(old, patch));
        });
    }
    for index in (middle.shared_end..middle.old_end).rev() {
        patch.index(index, Patch::remove);
    }
    let added = middle.shared_end..middle.new_end;
    for (index, new) in added.zip(new.skip(middle.shared_end)) {
        patch.index(index, |patch| patch.add(new));
    }
}

impl<T: State> State for Vec<T> {
    fn same(&self, other: &Self) -> bool {
        same(self.iter(), other.iter())
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| diff(self.iter(), old.iter(), patch));
    }

    fn assign(&mut self, from: &Self) {
        let middle = Middle::between(from.iter(), self.iter());
        let shared = middle.start..middle.shared_end;
        for (value, from) in self[shared.clone()].iter_mut().zip(&from[shared]) {
            value.assign(from);
        }
        let added = from[middle.shared_end..middle.new_end].iter().cloned();
        drop(self.splice(middle.shared_end..middle.old_end, added));
    }
}

impl<T: State> State for Box<[T]> {
    fn same(&self, other: &Self) -> bool {
        same(self.iter(), other.iter())
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| diff(self.iter(), old.iter(), patch));
    }

    fn assign(&mut self, from: &Self) {
        if self.len() == from.len() {
            for (value, from) in self.iter_mut().zip(from) {
                value.assign(from);
            }
        } else {
            self.clone_from(from);
        }
    }
}

impl<T: State> State for VecDeque<T> {
    fn same(&self, other: &Self) -> bool {
        same(self.iter(), other.iter())
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| diff(self.iter(), old.iter(), patch));
    }

    fn assign(&mut self, from: &Self) {
        let middle = Middle::between(from.iter(), self.iter());
        let shared = middle.start..middle.shared_end;
        for (value, from) in self.range_mut(shared.clone()).zip(from.range(shared)) {
            value.assign(from);
        }
        if middle.old_end > middle.shared_end {
            self.drain(middle.shared_end..middle.old_end);
        }
        if middle.new_end > middle.shared_end {
            // A deque has no `splice`. Turning the ring until the gap is at its
            // end, and back, moves as few elements as lie on the shorter side.
            self.rotate_left(middle.shared_end);
            self.extend(from.range(middle.shared_end..middle.new_end).cloned());
            self.rotate_right(middle.new_end);
        }
    }
}
