//! Comparing two versions of the same [`Elements`]: what they share is passed
//! over unseen, and what is left is compared element by element.

use std::ops::Range;

use serde::{Serialize, Serializer};

use super::Elements;
use super::align::{Gap, gaps};
use crate::state::{Patch, State, diff_elements};

impl<T: State, W> Elements<T, W> {
    /// Whether the JSON of the two is the same: element by element.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.ptr_eq(other)
            || (self.len() == other.len() && same_but_for(&gaps(other, self), self, other))
    }

    /// Costs what changed: O(log n) for each leaf that was copied, and a search
    /// for the fewest edits within what was copied.
    pub(crate) fn diff(&self, old: &Self, patch: &mut Patch) {
        if self.ptr_eq(old) {
            return;
        }
        if self.len() == 0 && old.len() > 1 {
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

    /// Shares everything with `from`. O(1), and dropping what nothing else shares.
    pub(crate) fn assign(&mut self, from: &Self) {
        if !self.ptr_eq(from) {
            *self = from.clone();
        }
    }
}

impl<T: Serialize, W> Serialize for Elements<T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// Whether two of one length, which share all but the gaps, are the same.
fn same_but_for<T: State, W>(
    gaps: &[Gap<'_, T>],
    new: &Elements<T, W>,
    old: &Elements<T, W>,
) -> bool {
    let shifted = shifted_range(gaps);
    // Outside the range, an index is that of the same place in both.
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

/// Writes the changes of one gap. Everything to the left is as it should be by
/// then, so the indices are those of the new elements.
fn diff_gap<T: State>(gap: &Gap<'_, T>, patch: &mut Patch) {
    let old: Vec<&T> = gap.old_elements().collect();
    let new: Vec<&T> = gap.new_elements().collect();
    let (old_at, new_at) = (|index: usize| old[index], |index: usize| new[index]);
    diff_elements((old.len(), old_at), (new.len(), new_at), gap.start, patch);
}
