//! [`State`] for [`Text`], which is a JSON array of chunks.

use super::Text;
use crate::state::{Action, ApplyError, Misfit, Operation, Patch, State};

/// Costs what changed: O(log n) for each chunk that was copied. An operation is
/// applied in O(log n).
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

    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        let Some((index, chunk)) = operation.enter_index(self.chunks.len())? else {
            return operation.set(self);
        };
        match chunk.action_here() {
            Some(Action::Add) => self.chunks.insert(index, chunk.value()?),
            Some(Action::Remove) => drop(self.chunks.remove(index)),
            Some(Action::Replace) => drop(self.chunks.replace(index, chunk.value()?)),
            None => return Err(chunk.misfit(Misfit::Nowhere)),
        }
        Ok(())
    }
}
