//! [`Replica`]: the state of one instance as a value of one type, kept by
//! snapshots and patches. Not the watchers' side of it.

use std::any::Any;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde_json::value::RawValue;
use tokio::sync::{oneshot, watch};

use super::error::StateError;
use crate::State;
use crate::error::Mismatch;
use crate::guard::catch;
use crate::state::apply_patch;

/// What the watchers of a state see.
#[derive(Debug)]
pub(super) struct Shown<S> {
    /// The last state that was correct; none before the first snapshot.
    pub(super) state: Option<Arc<S>>,
    /// Counts the states.
    pub(super) revision: u64,
    /// Whether the subscription is in force, so that the state is the server's.
    pub(super) is_current: bool,
    /// Why there will be no other state.
    pub(super) ended: Option<StateError>,
}

/// A replica, whatever its type.
pub(super) trait AnyReplica: Any + Send {
    /// Takes a snapshot.
    ///
    /// # Errors
    ///
    /// The snapshot is not of this type; the watchers are told.
    fn show(&mut self, subject: &dyn Fn() -> String, snapshot: &RawValue) -> Result<(), Mismatch>;

    /// Takes a patch. Before the snapshot there is nothing to change.
    ///
    /// # Errors
    ///
    /// The patch does not fit. The watchers keep the state before it, and the
    /// replica waits for a snapshot.
    fn patch(&mut self, patch: &RawValue) -> Result<(), String>;

    /// Notes that the subscription is not in force any more.
    fn set_stale(&mut self);

    /// Whether the state is the server's.
    fn is_current(&self) -> bool;

    /// Tells the watchers that there will be no other state.
    fn end(&mut self, why: StateError);

    /// Ends one use, and tells whether there is none left.
    fn release(&mut self, lease: u64) -> bool;
}

/// The driver's side of a state that is watched.
///
/// The watchers share the state by an `Arc`, so that no lock is held while a
/// program looks at it, and never see a patch half applied: a patch is applied
/// to a second copy, which is then shown. The copy that was shown before
/// becomes the second one, a patch behind, unless somebody still holds it.
pub(super) struct Replica<S> {
    shown: watch::Sender<Shown<S>>,
    spare: Option<Spare<S>>,
    leases: HashSet<u64>,
}

/// The copy that is a patch behind.
struct Spare<S> {
    state: Arc<S>,
    missing: Box<RawValue>,
}

impl<S: State> Spare<S> {
    /// The copy brought up to date; none if somebody still looks at it.
    fn catch_up(self) -> Option<S> {
        let mut state = Arc::try_unwrap(self.state).ok()?;
        apply_patch(&mut state, self.missing.get()).ok()?;
        Some(state)
    }
}

impl<S: State> Replica<S> {
    fn new() -> Self {
        let shown = Shown {
            state: None,
            revision: 0,
            is_current: false,
            ended: None,
        };
        Self {
            shown: watch::Sender::new(shown),
            spare: None,
            leases: HashSet::new(),
        }
    }

    /// Shows a snapshot, unless it is what is shown already.
    fn replace(&mut self, state: S) {
        if self.is_shown(&state) {
            self.shown.send_modify(|shown| shown.is_current = true);
        } else {
            self.spare = None;
            self.publish(state);
        }
    }

    /// Shows the state that a patch makes of the one that is shown.
    fn advance(&mut self, patch: &RawValue) -> Result<(), String> {
        let state = self.shown.borrow().state.clone();
        let state = state.ok_or("there is no state yet")?;
        let spare = self.spare.take().and_then(Spare::catch_up);
        let mut next = spare.unwrap_or_else(|| S::clone(&state));
        drop(state);
        apply_patch(&mut next, patch.get()).map_err(|error| error.to_string())?;
        self.spare = self.publish(next).map(|state| Spare {
            state,
            missing: patch.to_owned(),
        });
        Ok(())
    }

    /// Shows a state, and gives the one before it.
    fn publish(&self, state: S) -> Option<Arc<S>> {
        let mut before = None;
        self.shown.send_modify(|shown| {
            before = shown.state.replace(Arc::new(state));
            shown.revision += 1;
            shown.is_current = true;
        });
        before
    }

    fn is_shown(&self, state: &S) -> bool {
        let shown = self.shown.borrow();
        shown.state.as_ref().is_some_and(|shown| shown.same(state))
    }
}

impl<S: State> AnyReplica for Replica<S> {
    fn show(&mut self, subject: &dyn Fn() -> String, snapshot: &RawValue) -> Result<(), Mismatch> {
        let shown = catch(|| read(subject, snapshot).map(|state| self.replace(state)));
        let shown = shown.unwrap_or_else(|panic| Err(Mismatch::new(subject(), panic)));
        shown.inspect_err(|mismatch| self.end(StateError::Mismatch(mismatch.clone())))
    }

    fn patch(&mut self, patch: &RawValue) -> Result<(), String> {
        if !self.is_current() {
            return Ok(());
        }
        let advanced = catch(|| self.advance(patch)).flatten();
        advanced.inspect_err(|_| self.set_stale())
    }

    fn set_stale(&mut self) {
        self.spare = None;
        // Nobody is woken: the state is the same, and its age can be asked for.
        self.shown.send_if_modified(|shown| {
            shown.is_current = false;
            false
        });
    }

    fn is_current(&self) -> bool {
        self.shown.borrow().is_current
    }

    fn end(&mut self, why: StateError) {
        self.shown.send_modify(|shown| {
            shown.is_current = false;
            shown.ended.get_or_insert(why);
        });
    }

    fn release(&mut self, lease: u64) -> bool {
        self.leases.remove(&lease);
        self.leases.is_empty()
    }
}

/// Reads a snapshot. Because a state takes defaults for what is missing, it is
/// also asked whether it has the fields that came, and no others.
fn read<S: State>(subject: &dyn Fn() -> String, snapshot: &RawValue) -> Result<S, Mismatch> {
    let state: S = Mismatch::check(snapshot, subject)?;
    let written = serde_json::to_string(&state)
        .map_err(|error| Mismatch::new(subject(), error.to_string()))?;
    match (fields(snapshot.get()), fields(&written)) {
        (Some(theirs), Some(ours)) => compare(&theirs, &ours)
            .map_or(Ok(state), |reason| Err(Mismatch::new(subject(), reason))),
        _ => Ok(state),
    }
}

type Fields<'a> = BTreeMap<String, &'a RawValue>;

/// The fields of a JSON object.
fn fields(json: &str) -> Option<Fields<'_>> {
    serde_json::from_str(json).ok()
}

fn compare(theirs: &Fields<'_>, ours: &Fields<'_>) -> Option<String> {
    let missing = ours.keys().find(|name| !theirs.contains_key(*name));
    let unknown = theirs.keys().find(|name| !ours.contains_key(*name));
    match (missing, unknown) {
        (None, None) => None,
        (Some(missing), None) => Some(format!("the server's has no field `{missing}`")),
        (None, Some(unknown)) => Some(format!("the server's has a field `{unknown}` besides")),
        (Some(missing), Some(unknown)) => Some(format!(
            "the server's has no field `{missing}`, and a field `{unknown}` besides"
        )),
    }
}

/// Asks for a replica, whatever its type.
pub(super) trait WatchRequest: Send {
    /// Takes part in the replica of this type among these, or adds one.
    fn serve(self: Box<Self>, replicas: &mut Vec<Box<dyn AnyReplica>>) -> Served;
}

/// What became of a request for a replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Served {
    /// Whoever asked has gone.
    Gone,
    /// There is a state already.
    Current,
    /// A snapshot is needed.
    NeedsSnapshot,
}

/// Asks for a replica of the type `S`.
pub(super) struct WatchFor<S> {
    pub(super) lease: u64,
    pub(super) reply: oneshot::Sender<watch::Receiver<Shown<S>>>,
}

impl<S: State> WatchRequest for WatchFor<S> {
    fn serve(self: Box<Self>, replicas: &mut Vec<Box<dyn AnyReplica>>) -> Served {
        if self.reply.is_closed() {
            return Served::Gone;
        }
        let known = replicas
            .iter_mut()
            .find_map(|any| (&mut **any as &mut dyn Any).downcast_mut::<Replica<S>>());
        let Some(replica) = known else {
            let mut replica = Replica::new();
            let joined = replica.join(*self);
            if joined {
                replicas.push(Box::new(replica));
                return Served::NeedsSnapshot;
            }
            return Served::Gone;
        };
        match (replica.join(*self), replica.is_current()) {
            (false, _) => Served::Gone,
            (true, true) => Served::Current,
            (true, false) => Served::NeedsSnapshot,
        }
    }
}

impl<S: State> Replica<S> {
    /// Adds a use; false if whoever asked for it has gone.
    fn join(&mut self, request: WatchFor<S>) -> bool {
        let joined = request.reply.send(self.shown.subscribe()).is_ok();
        if joined {
            self.leases.insert(request.lease);
        }
        joined
    }
}
