//! [`State`] for [`List`], which is a JSON array.

use super::List;
use crate::constraints::Issues;
use crate::state::{Patch, State, apply_by_index, check_elements};

/// Costs what changed: O(log n) for each leaf that was copied, and a search for
/// the fewest edits within what was copied. An operation is applied in
/// O(log n).
impl<T: State> State for List<T> {
    fn same(&self, other: &Self) -> bool {
        self.elements.same(&other.elements)
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        self.elements.diff(&old.elements, patch);
    }

    /// O(1), and dropping those elements that nothing else shares.
    fn assign(&mut self, from: &Self) {
        self.elements.assign(&from.elements);
    }

    apply_by_index!();

    const CHECKED: bool = true;

    fn check(&self, issues: &mut Issues) {
        check_elements(self.iter(), issues);
    }
}
