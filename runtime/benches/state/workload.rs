//! [`Workload`]: a state, and what a method does to it in one call.

use stagedoor::State;

/// A state, and what a method does to it in one call.
pub(crate) trait Workload {
    /// The state of the actor.
    type State: State;

    /// What a call does and to how much, the same for all types that can hold it.
    fn name(&self) -> String;

    /// The type that holds it.
    fn kind(&self) -> &'static str;

    /// The state before the first call.
    fn start(&self) -> Self::State;

    /// What the method does. `turn` differs from call to call.
    fn change(&self, state: &mut Self::State, turn: usize);

    /// Takes back what calls have added; never timed. Not needed by a change
    /// that leaves the state as large as it was.
    fn reset(&self, state: &mut Self::State) {
        let _ = state;
    }
}
