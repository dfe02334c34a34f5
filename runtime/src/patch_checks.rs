//! [`PatchChecks`]: whether what subscribers are sent is checked against the
//! state that it should lead to.

use std::num::NonZero;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::Serialize;
use serde_json::Value;

use crate::state::{State, apply_patch};

/// Which commits are checked: the patch is applied to the document of the old
/// state, and the outcome compared with that of the new one.
///
/// A patch that leads elsewhere is a bug, of this library or of a hand-written
/// [`State`] or `PartialEq`. It is logged, and subscribers are sent a
/// snapshot in its place, so that nobody diverges.
///
/// A check serialises the whole state twice: its cost follows what exists.
///
/// ```
/// use std::num::NonZero;
/// use stagedoor::{App, PatchChecks};
///
/// # fn main() -> Result<(), stagedoor::BuildError> {
/// let rarely = PatchChecks::OneIn(NonZero::new(10_000).unwrap());
/// let app = App::new().patch_checks(rarely).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchChecks {
    /// None. The default in builds with optimisations.
    Never,
    /// Every so manieth commit of the app.
    OneIn(NonZero<u32>),
    /// Each. The default in builds with debug assertions.
    Always,
}

impl Default for PatchChecks {
    fn default() -> Self {
        if cfg!(debug_assertions) {
            Self::Always
        } else {
            Self::Never
        }
    }
}

/// Says which commits are to be checked.
pub(crate) struct PatchChecker {
    checks: PatchChecks,
    commits: AtomicU32,
}

impl PatchChecker {
    pub(crate) fn new(checks: PatchChecks) -> Self {
        Self {
            checks,
            commits: AtomicU32::new(0),
        }
    }

    /// Whether the next commit is to be checked.
    pub(crate) fn is_due(&self) -> bool {
        match self.checks {
            PatchChecks::Never => false,
            PatchChecks::Always => true,
            PatchChecks::OneIn(every) => {
                let commits = self.commits.fetch_add(1, Ordering::Relaxed);
                commits.is_multiple_of(every.get())
            }
        }
    }
}

/// Whether a patch leads from the JSON of one state to that of another. States
/// that have no such document, because of a number too large for one, pass.
pub(crate) fn leads<S: Serialize>(patch: Option<&str>, old: &S, new: &S) -> bool {
    let documents = [old, new].map(serde_json::to_value);
    let [Ok(mut document), Ok(expected)] = documents else {
        return true;
    };
    let applied = patch.is_none_or(|patch| apply_patch::<Value>(&mut document, patch).is_ok());
    applied && document.same(&expected)
}
