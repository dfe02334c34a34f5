//! [`StateWatch`]: the state of one instance as a typed value that is kept up
//! to date. Not how it is kept so.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::Stream;
use futures_util::stream::{self, BoxStream, StreamExt};
use tokio::sync::watch;

use super::error::StateError;
use super::lease::Lease;
use super::replica::Shown;
use crate::State;

/// The current state of one instance, like a watch channel: look at it, wait
/// for it to change, or take it as a stream.
///
/// Clones are cheap and share one subscription with all other watches of the
/// instance in the same client; it ends with the last of them. Like a client a
/// watch keeps the connection open.
///
/// Every state that is shown is one that the server had. While the connection
/// is lost the last one stays, and [`is_current`](Self::is_current) says so;
/// after a reconnect the server's snapshot replaces it. A patch that does not
/// fit is logged and answered by asking for a snapshot, which replaces the
/// state as well.
///
/// When the instance is destroyed, the subscription refused or the client
/// disconnected for good, the watch ends: the last state stays,
/// [`changed`](Self::changed) fails with the reason and streams end. It is not
/// subscribed again by itself, for that would bring a destroyed instance back
/// to life.
pub struct StateWatch<S> {
    shown: watch::Receiver<Shown<S>>,
    seen: u64,
    lease: Arc<Lease>,
}

impl<S: State> StateWatch<S> {
    /// Waits for the first snapshot.
    pub(super) async fn open(
        mut shown: watch::Receiver<Shown<S>>,
        lease: Lease,
    ) -> Result<Self, StateError> {
        let there = shown.wait_for(|shown| shown.is_current || shown.ended.is_some());
        let seen = match there.await {
            Ok(shown) => match &shown.ended {
                Some(why) => return Err(why.clone()),
                None => shown.revision,
            },
            Err(_) => return Err(StateError::Disconnected),
        };
        Ok(Self {
            shown,
            seen,
            lease: Arc::new(lease),
        })
    }

    /// The state now. It is shared, not copied, may be held for as long as one
    /// likes and does not change.
    ///
    /// # Panics
    ///
    /// Never: a watch is made when the first snapshot is there.
    #[must_use]
    pub fn borrow(&self) -> Arc<S> {
        let shown = self.shown.borrow();
        let state = shown.state.as_ref();
        Arc::clone(state.expect("a watch begins with a snapshot"))
    }

    /// Whether the subscription is in force. If not, the server's state may
    /// have changed unseen.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.shown.borrow().is_current
    }

    /// Why there will be no other state, if so.
    #[must_use]
    pub fn ended(&self) -> Option<StateError> {
        self.shown.borrow().ended.clone()
    }

    /// Waits for a state that this watch has not waited for yet, and returns
    /// it. Of changes in quick succession only the last may be seen. Dropping
    /// the future loses nothing.
    ///
    /// # Errors
    ///
    /// There will be none; see [`StateError`].
    ///
    /// # Panics
    ///
    /// Never: a watch is made when the first snapshot is there.
    pub async fn changed(&mut self) -> Result<Arc<S>, StateError> {
        let seen = self.seen;
        let changed = self
            .shown
            .wait_for(|shown| shown.revision != seen || shown.ended.is_some());
        let shown = changed.await.map_err(|_| StateError::Disconnected)?;
        // A state that came before the end is shown before the end.
        if shown.revision == seen {
            return Err(shown.ended.clone().unwrap_or(StateError::Disconnected));
        }
        self.seen = shown.revision;
        let state = shown.state.as_ref();
        Ok(Arc::clone(state.expect("a watch begins with a snapshot")))
    }

    /// Waits until the state fulfils the condition, which it may do already,
    /// and returns it.
    ///
    /// # Errors
    ///
    /// As [`changed`](Self::changed).
    pub async fn wait_for(
        &mut self,
        mut condition: impl FnMut(&S) -> bool,
    ) -> Result<Arc<S>, StateError> {
        let mut state = self.borrow();
        while !condition(&state) {
            state = self.changed().await?;
        }
        Ok(state)
    }

    /// Watches a part of the state alone, as in `select(|state| &state.phase)`.
    #[must_use]
    pub fn select<P: State>(
        &self,
        part: impl Fn(&S) -> &P + Send + Sync + 'static,
    ) -> PartWatch<S, P> {
        let watch = self.clone();
        let seen = part(&watch.borrow()).clone();
        PartWatch {
            watch,
            part: Box::new(part),
            seen,
        }
    }

    /// The state now and then each one that follows; of changes in quick
    /// succession only the last may be seen. It ends when the watch does.
    #[must_use]
    pub fn stream(&self) -> StateStream<S> {
        let mut watch = self.clone();
        // No revision has this number, so the first to come is the one now.
        watch.seen = 0;
        let states = stream::unfold(watch, |mut watch| async {
            let state = watch.changed().await.ok()?;
            Some((state, watch))
        });
        StateStream(states.boxed())
    }
}

impl<S> Clone for StateWatch<S> {
    fn clone(&self) -> Self {
        Self {
            shown: self.shown.clone(),
            seen: self.seen,
            lease: Arc::clone(&self.lease),
        }
    }
}

impl<S> fmt::Debug for StateWatch<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("StateWatch")
            .field(&self.lease)
            .finish()
    }
}

/// A part of a state, which wakes only when that part has changed.
pub struct PartWatch<S, P> {
    watch: StateWatch<S>,
    part: Box<dyn Fn(&S) -> &P + Send + Sync>,
    seen: P,
}

impl<S: State, P: State> PartWatch<S, P> {
    /// The part as of the last change that was waited for.
    #[must_use]
    pub fn get(&self) -> &P {
        &self.seen
    }

    /// Waits until the part is another than [`get`](Self::get) shows, by
    /// [`State::same`], and shows that. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// As [`StateWatch::changed`].
    pub async fn changed(&mut self) -> Result<(), StateError> {
        loop {
            let state = self.watch.changed().await?;
            let part = (self.part)(&state);
            if !part.same(&self.seen) {
                self.seen.clone_from(part);
                return Ok(());
            }
        }
    }
}

impl<S, P: fmt::Debug> fmt::Debug for PartWatch<S, P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PartWatch")
            .field("watch", &self.watch)
            .field("seen", &self.seen)
            .finish_non_exhaustive()
    }
}

/// A [`StateWatch`] as a stream.
pub struct StateStream<S>(BoxStream<'static, Arc<S>>);

impl<S> Stream for StateStream<S> {
    type Item = Arc<S>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Arc<S>>> {
        self.0.poll_next_unpin(context)
    }
}

impl<S> fmt::Debug for StateStream<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StateStream")
            .finish_non_exhaustive()
    }
}
