//! [`State`] for [`List`]: what two versions share is passed over unseen, and
//! what is left is compared element by element.

use std::ops::Range;

use super::List;
use super::align::{Gap, gaps};
use super::edits::{Edit, edits};
use crate::state::{Patch, State, apply_by_index};

/// Costs what changed: O(log n) for each leaf that was copied, and a search for
/// the fewest edits within what was copied. An operation is applied in
/// O(log n).
impl<T: State> State for List<T> {
    fn same(&self, other: &Self) -> bool {
        self.ptr_eq(other)
            || (self.len() == other.len() && same_but_for(&gaps(other, self), self, other))
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        if self.ptr_eq(old) {
            return;
        }
        if self.is_empty() && old.len() > 1 {
            // Known without as many removals to be the shortest.
            patch.replace(self);
            return;
        }
        let gaps = gaps(old, self);
        // Equal elements that went from one place to another, as in a list of
        // zeros: no difference, though there is a way of edits.
        let has_shift = gaps.iter().any(Gap::is_shift);
        if has_shift && self.len() == old.len() && same_but_for(&gaps, self, old) {
            return;
        }
        patch.or_replace(self, |patch| {
            for gap in &gaps {
                diff_gap(gap, patch);
            }
        });
    }

    /// O(1), and dropping those elements that nothing else shares.
    fn assign(&mut self, from: &Self) {
        if !self.ptr_eq(from) {
            *self = from.clone();
        }
    }

    apply_by_index!();
}

/// Whether two lists of one length, which share all but the gaps, are the same.
fn same_but_for<T: State>(gaps: &[Gap<'_, T>], new: &List<T>, old: &List<T>) -> bool {
    let shifted = shifted_range(gaps);
    // Outside the range, an index is that of the same place in both lists.
    gaps.iter()
        .filter(|gap| !shifted.contains(&gap.start))
        .all(|gap| same_elements(gap.new_elements(), gap.old_elements()))
        && same_elements(new.range(shifted.clone()), old.range(shifted))
}

/// From the first to the last gap that moves what comes after it.
fn shifted_range<T>(gaps: &[Gap<'_, T>]) -> Range<usize> {
    let mut shifts = gaps.iter().filter(|gap| gap.is_shift());
    match shifts.next() {
        None => 0..0,
        Some(first) => {
            let last = shifts.next_back().unwrap_or(first);
            first.start..last.start + last.new_elements().count()
        }
    }
}

fn same_elements<'a, T: State>(
    new: impl Iterator<Item = &'a T>,
    old: impl Iterator<Item = &'a T>,
) -> bool {
    new.zip(old).all(|(new, old)| new.same(old))
}

/// Writes the edits of one gap. Everything to the left is as in the new list by
/// then, so the indices are those of the new list.
fn diff_gap<T: State>(gap: &Gap<'_, T>, patch: &mut Patch) {
    let old: Vec<&T> = gap.old_elements().collect();
    let new: Vec<&T> = gap.new_elements().collect();
    for edit in edits(&old, &new, |new, old| new.same(old)) {
        diff_edit(gap.start, &edit, &old, &new, patch);
    }
}

/// Compares as many elements as both runs have, then removes or adds the rest.
fn diff_edit<T: State>(start: usize, edit: &Edit, old: &[&T], new: &[&T], patch: &mut Patch) {
    let (old, new) = (&old[edit.old.clone()], &new[edit.new.clone()]);
    let start = start + edit.new.start;
    for ((old, new), index) in old.iter().zip(new).zip(start..) {
        patch.index(index, |patch| {
            patch.or_replace(*new, |patch| new.diff(old, patch));
        });
    }
    // From the end, so that a reader does not shift what it removes next.
    for index in (start + new.len()..start + old.len()).rev() {
        patch.index(index, Patch::remove);
    }
    for (new, index) in new.iter().zip(start..).skip(old.len()) {
        patch.index(index, |patch| patch.add(*new));
    }
}
