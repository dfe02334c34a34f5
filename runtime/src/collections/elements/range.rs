//! What a range of indices means for a given length.

use std::ops::{Bound, Range, RangeBounds};

/// The range between two indices, checked against a length as a slice does.
#[track_caller]
pub(crate) fn resolve(range: &impl RangeBounds<usize>, len: usize) -> Range<usize> {
    let after = |index: &usize| index.checked_add(1).expect("range bound overflows usize");
    let start = match range.start_bound() {
        Bound::Included(start) => *start,
        Bound::Excluded(before) => after(before),
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(last) => after(last),
        Bound::Excluded(end) => *end,
        Bound::Unbounded => len,
    };
    assert!(
        start <= end,
        "slice index starts at {start} but ends at {end}"
    );
    assert!(
        end <= len,
        "range end index {end} out of range for slice of length {len}"
    );
    start..end
}
