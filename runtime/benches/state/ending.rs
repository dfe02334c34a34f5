//! [`Ending`]: the ways in which a call ends, and what an instance does then.

use std::fmt;

/// A way in which a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It succeeds, and nobody follows the state.
    Unfollowed,
    /// It succeeds, and a patch is written for those who follow the state.
    Followed,
    /// It fails, so the state is brought back.
    RolledBack,
    /// It succeeds, and the patch is found by serialising the state before and
    /// after and comparing the documents: what stagedoor does not do.
    Naive,
}

impl fmt::Display for Ending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unfollowed => "no subscriber",
            Self::Followed => "one subscriber",
            Self::RolledBack => "rolled back",
            Self::Naive => "serialise and diff",
        })
    }
}
