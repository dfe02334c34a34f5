//! [`State`] for sequences that grow: `Vec`, `VecDeque`, boxed slices. Which
//! of their elements are new is for the [edit script](super::edit_script) to say.

use std::collections::VecDeque;
use std::mem;
use std::ops::Index;

use super::edit_script::{Hunk, MOST_CHANGES, edit_script};
use super::{Action, ApplyError, Operation, Patch, State};
use crate::constraints::Issues;

fn same<'a, T, I>(sequence: I, other: I) -> bool
where
    T: State,
    I: ExactSizeIterator<Item = &'a T>,
{
    sequence.len() == other.len() && sequence.zip(other).all(|(value, other)| value.same(other))
}

/// A sequence whose elements are found by their index.
trait Sequence: Index<usize, Output = Self::Element> {
    type Element: State;

    fn length(&self) -> usize;
}

impl<T: State> Sequence for [T] {
    type Element = T;

    fn length(&self) -> usize {
        self.len()
    }
}

impl<T: State> Sequence for Vec<T> {
    type Element = T;

    fn length(&self) -> usize {
        self.len()
    }
}

impl<T: State> Sequence for VecDeque<T> {
    type Element = T;

    fn length(&self) -> usize {
        self.len()
    }
}

/// Finds what is wrong with the elements of a sequence.
pub(crate) fn check_elements<'a, T: State>(
    elements: impl Iterator<Item = &'a T>,
    issues: &mut Issues,
) {
    if T::CHECKED {
        for (index, element) in elements.enumerate() {
            if issues.is_full() {
                break;
            }
            issues.index(index, |issues| element.check(issues));
        }
    }
}

fn hunks<S: Sequence + ?Sized>(new: &S, old: &S) -> Vec<Hunk> {
    edit_script(old.length(), new.length(), |old_index, new_index| {
        new[new_index].same(&old[old_index])
    })
}

fn diff<S: Sequence + ?Sized>(new: &S, old: &S, patch: &mut Patch) {
    let (old_at, new_at) = (|index: usize| &old[index], |index: usize| &new[index]);
    diff_elements((old.length(), old_at), (new.length(), new_at), 0, patch);
}

/// Writes the changes from one sequence to another, each given as its length and
/// how to find an element; `start` is the index of their first one in the array.
pub(crate) fn diff_elements<'a, T: State>(
    (old_length, old_at): (usize, impl Fn(usize) -> &'a T),
    (new_length, new_at): (usize, impl Fn(usize) -> &'a T),
    start: usize,
    patch: &mut Patch,
) {
    let same = |old, new| new_at(new).same(old_at(old));
    for hunk in edit_script(old_length, new_length, same) {
        for (index, old_index) in hunk.new.clone().zip(hunk.old.clone()) {
            let (new, old) = (new_at(index), old_at(old_index));
            patch.index(start + index, |patch| {
                patch.or_replace(new, |patch| new.diff(old, patch));
            });
        }
        // All before the hunk is as it should be by now, so its indices are those
        // of the new sequence. From the end, so that a reader does not shift what
        // it removes next.
        let (removed, added) = hunk.rest();
        let after = start + hunk.new.start + hunk.shared();
        for index in (after..after + removed.len()).rev() {
            patch.index(index, Patch::remove);
        }
        for index in added {
            patch.index(start + index, |patch| patch.add(new_at(index)));
        }
    }
}

/// Puts a sequence together from what it was and what is new, in linear time.
fn rebuild<C>(old: C, from: &C, hunks: &[Hunk]) -> C
where
    C: Sequence<Element: Clone> + Default + Extend<C::Element> + IntoIterator<Item = C::Element>,
{
    let mut old = old.into_iter();
    let mut rebuilt = C::default();
    let mut behind = 0;
    for hunk in hunks {
        rebuilt.extend(old.by_ref().take(hunk.old.start - behind));
        behind = hunk.old.end;
        let shared = hunk.new.start..hunk.new.start + hunk.shared();
        rebuilt.extend(shared.clone().zip(old.by_ref()).map(|(index, mut value)| {
            value.assign(&from[index]);
            value
        }));
        let (removed, added) = hunk.rest();
        old.by_ref().take(removed.len()).for_each(drop);
        rebuilt.extend(added.map(|index| from[index].clone()));
    }
    rebuilt.extend(old);
    rebuilt
}

/// Writes `apply` for a sequence that elements are inserted into and removed
/// from by their index.
macro_rules! apply_by_index {
    () => {
        fn apply(
            &mut self,
            operation: $crate::state::Operation<'_>,
        ) -> Result<(), $crate::state::ApplyError> {
            let Some((index, element)) = operation.enter_index(self.len())? else {
                return operation.set(self);
            };
            match element.action_here() {
                Some($crate::state::Action::Add) => self.insert(index, element.value()?),
                Some($crate::state::Action::Remove) => drop(self.remove(index)),
                Some($crate::state::Action::Replace) | None => self[index].apply(element)?,
            }
            Ok(())
        }
    };
}
pub(crate) use apply_by_index;

impl<T: State> State for Vec<T> {
    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        check_elements(self.iter(), issues);
    }

    fn same(&self, other: &Self) -> bool {
        same(self.iter(), other.iter())
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| diff(self, old, patch));
    }

    fn assign(&mut self, from: &Self) {
        let hunks = hunks(from, self);
        if hunks.len() > MOST_CHANGES {
            *self = rebuild(mem::take(self), from, &hunks);
            return;
        }
        // From the end, so that what lies before still has its index.
        for hunk in hunks.iter().rev() {
            for (value, from) in self[hunk.old.clone()]
                .iter_mut()
                .zip(&from[hunk.new.clone()])
            {
                value.assign(from);
            }
            let (gap, added) = hunk.rest();
            drop(self.splice(gap, from[added].iter().cloned()));
        }
    }

    apply_by_index!();
}

impl<T: State> State for Box<[T]> {
    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        check_elements(self.iter(), issues);
    }

    fn same(&self, other: &Self) -> bool {
        same(self.iter(), other.iter())
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| diff(&**self, &**old, patch));
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

    /// O(n) where an element is added or removed, as the slice is moved.
    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        let Some((index, element)) = operation.enter_index(self.len())? else {
            return operation.set(self);
        };
        if let Some(Action::Replace) | None = element.action_here() {
            return self[index].apply(element);
        }
        let mut elements = mem::take(self).into_vec();
        let applied = elements.apply(operation);
        *self = elements.into_boxed_slice();
        applied
    }
}

impl<T: State> State for VecDeque<T> {
    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        check_elements(self.iter(), issues);
    }

    fn same(&self, other: &Self) -> bool {
        same(self.iter(), other.iter())
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| diff(self, old, patch));
    }

    fn assign(&mut self, from: &Self) {
        let hunks = hunks(from, self);
        if hunks.len() > MOST_CHANGES {
            *self = rebuild(mem::take(self), from, &hunks);
            return;
        }
        for hunk in hunks.iter().rev() {
            let pairs = self.range_mut(hunk.old.clone());
            for (value, from) in pairs.zip(from.range(hunk.new.clone())) {
                value.assign(from);
            }
            let (gap, added) = hunk.rest();
            if !gap.is_empty() {
                self.drain(gap);
            } else if !added.is_empty() {
                // A deque has no `splice`. Turning the ring until the gap is at
                // its end, and back, moves the elements on the shorter side only.
                let before = gap.start + added.len();
                self.rotate_left(gap.start);
                self.extend(from.range(added).cloned());
                self.rotate_right(before);
            }
        }
    }

    apply_by_index!();
}
