//! [`Change`]: what a turn has changed, as state subscribers are told it.

use crate::Actor;
use crate::connection::Frame;
use crate::guard::quietly;
use crate::member::MemberKey;
use crate::patch_checks;
use crate::protocol;
use crate::state::Patch;

/// What brings state subscribers up to date.
pub(super) enum Change {
    Nothing,
    Patch(Frame),
    /// A snapshot, because the patch would have led elsewhere.
    Whole(Frame),
}

impl Change {
    /// Writes what has changed and, where it is to be checked, makes sure that
    /// it leads to the new state.
    ///
    /// # Errors
    ///
    /// What a value's `Serialize` says.
    pub(super) fn write<A: Actor>(
        key: &MemberKey,
        working: &A,
        committed: &A,
        checked: bool,
    ) -> serde_json::Result<Self> {
        let mut patch = Patch::new();
        working.diff(committed, &mut patch);
        let patch = patch.finish()?;
        let MemberKey { actor, id } = key;
        let leads = || patch_checks::leads(patch.as_deref(), committed, working);
        if checked && quietly(leads) == Some(false) {
            tracing::error!(actor, %id, patch, "a patch does not lead to the new state, which is a bug \
                of stagedoor or of a hand-written `State` or `PartialEq`; sending a snapshot instead");
            return protocol::snapshot(actor, id, working).map(Self::Whole);
        }
        Ok(patch.map_or(Self::Nothing, |patch| {
            Self::Patch(protocol::state_patch(actor, id, &patch))
        }))
    }

    pub(super) fn frame(&self) -> Option<&Frame> {
        match self {
            Self::Nothing => None,
            Self::Patch(frame) | Self::Whole(frame) => Some(frame),
        }
    }
}
