//! [`CurrentTurn`]: which turn the running code belongs to, so that a call can
//! tell who waits for it. Not the turn itself.

use crate::member::MemberKey;

tokio::task_local! {
    static CURRENT: CurrentTurn;
}

/// The turn of one method or hook on one instance.
#[derive(Clone, Debug)]
pub(crate) struct CurrentTurn {
    pub(crate) instance: MemberKey,
    pub(crate) method: &'static str,
}

impl CurrentTurn {
    /// The turn that is being polled, if one is.
    pub(crate) fn get() -> Option<Self> {
        CURRENT.try_with(Self::clone).ok()
    }

    /// Runs a turn's code as such.
    pub(crate) async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }
}
