//! [`Updates`]: everything that the server tells of one instance, as a stream.
//! Not the subscriptions behind it.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use serde_json::value::RawValue;

use super::buffer::{Reader, Taken};
use super::error::StateError;
use super::events::RawEvent;
use super::lease::Lease;

/// Something that the server tells of an instance, or that came in between.
/// Cloning is cheap.
#[derive(Clone, Debug)]
pub enum Update {
    /// The whole state as JSON, which replaces whatever was known of it. The
    /// first one comes at the beginning; another may come at any time.
    Snapshot(Arc<RawValue>),
    /// A change of the state: a JSON Patch (RFC 6902) to the state that the
    /// snapshot and the patches since then make. One never comes before its
    /// snapshot, and none is missing or doubled.
    Patch(Arc<RawValue>),
    /// An event of any name. Events may come ahead of the first snapshot.
    Event(RawEvent),
    /// The connection is lost. Nothing is known of the instance until a
    /// snapshot follows, which shows that there is a connection again; the
    /// events that were emitted meanwhile are lost.
    Interrupted,
    /// The reader fell behind, and so many events are lost. A snapshot follows,
    /// which makes up for the patches that are missing.
    Lagged(u64),
}

/// The state and the events of one instance in the order in which they come
/// over the wire, from one subscription to each that is shared with all other
/// handles of the client.
///
/// Patches are handed out as they come, neither applied nor checked. Applied in
/// order to the last snapshot, as [`apply_patch`](crate::state::apply_patch)
/// does, they make the state that the server had then; where one does not fit,
/// ask for new updates. Nothing else has to be done about reconnecting: an
/// interruption is told as soon as it is noticed.
///
/// The stream has a buffer of its own, as large as that of events. When it is
/// full, updates are dropped, this reader alone is told with
/// [`Update::Lagged`], and a snapshot is asked for once it has come that far.
///
/// The one error is the last item: the subscription was refused, the instance
/// destroyed, or the client disconnected for good.
pub struct Updates {
    reader: Reader<Update, StateError>,
    lease: Lease,
}

impl Updates {
    pub(super) fn new(reader: Reader<Update, StateError>, lease: Lease) -> Self {
        Self { reader, lease }
    }
}

impl Stream for Updates {
    type Item = Result<Update, StateError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let taken = ready!(self.reader.poll_next(context));
        Poll::Ready(taken.map(|taken| match taken {
            Taken::Item(update) => Ok(update),
            Taken::Gap(missing) => {
                self.lease.pass_gap();
                Ok(Update::Lagged(missing.lost))
            }
            Taken::End(why) => Err(why.unwrap_or(StateError::Disconnected)),
        }))
    }
}

impl fmt::Debug for Updates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Updates").field(&self.lease).finish()
    }
}
