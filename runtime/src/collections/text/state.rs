//! [`State`] for [`Text`], which is a JSON array of chunks.

use super::Text;
use crate::state::{Patch, State};

/// Costs what changed: O(log n) for each chunk that was copied.
impl State for Text {
    /// Whether both have the same chunks; that they read the same is not enough.
    fn same(&self, other: &Self) -> bool {
        self.chunks.same(&other.chunks)
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        self.chunks.diff(&old.chunks, patch);
    }

    /// O(1), and dropping those chunks that nothing else shares.
    fn assign(&mut self, from: &Self) {
        self.chunks.assign(&from.chunks);
    }
}
