//! [`State`] for sequences that grow: `Vec`, `VecDeque`, boxed slices. Which
//! of their elements are new is for the [edit script](super::edit_script) to say.

use std::collections::VecDeque;
use std::mem;
use std::ops::Index;

use super::edit_script::{Hunk, edit_script};
use super::{Action, ApplyError, Operation, Patch, State};

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

impl<T: State> Sequence for VecDeque<T> {
    type Element = T;

    fn length(&self) -> usize {
        self.len()
    }
}

fn hunks<S: Sequence + ?Sized>(new: &S, old: &S) -> Vec<Hunk> {
    edit_script(old.length(), new.length(), |old_index, new_index| {
        new[new_index].same(&old[old_index])
    })
}

fn diff<S: Sequence + ?Sized>(new: &S, old: &S, patch: &mut Patch) {
    for hunk in hunks(new, old) {
        diff_hunk(new, old, &hunk, patch);
    }
}

/// Compares the elements that are in both, then removes from the end or adds
/// what is left of the longer one. All before the hunk is as it should be.
fn diff_hunk<S: Sequence + ?Sized>(new: &S, old: &S, hunk: &Hunk, patch: &mut Patch) {
    let start = hunk.new.start;
    for (index, old_index) in hunk.new.clone().zip(hunk.old.clone()) {
        let (new, old) = (&new[index], &old[old_index]);
        patch.index(index, |patch| {
            patch.or_replace(new, |patch| new.diff(old, patch));
        });
    }
    for index in (start + hunk.shared()..start + hunk.old.len()).rev() {
        patch.index(index, Patch::remove);
    }
    for index in start + hunk.shared()..hunk.new.end {
        patch.index(index, |patch| patch.add(&new[index]));
    }
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
    fn same(&self, other: &Self) -> bool {
        same(self.iter(), other.iter())
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| diff(&**self, &**old, patch));
    }

    fn assign(&mut self, from: &Self) {
        // From the end, so that what lies before still has its index.
        for hunk in hunks(&**from, &**self).iter().rev() {
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
    fn same(&self, other: &Self) -> bool {
        same(self.iter(), other.iter())
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        patch.or_replace(self, |patch| diff(self, old, patch));
    }

    fn assign(&mut self, from: &Self) {
        for hunk in hunks(from, self).iter().rev() {
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
