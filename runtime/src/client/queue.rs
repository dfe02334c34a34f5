//! [`Queue`]: what is to be sent, in order. Outlives the connection, so that
//! calls wait here for the next one.

use std::collections::{BTreeMap, VecDeque};

use super::calls::Call;

/// The frames that wait to be sent: subscriptions first, then calls in the
/// order in which they were made.
pub(super) struct Queue {
    subscriptions: VecDeque<String>,
    calls: BTreeMap<u64, Call>,
    limit: usize,
}

/// What is to be sent next.
pub(super) enum Next {
    Subscription(String),
    Call(Call),
}

impl Queue {
    /// A queue that asks for no more once this many frames wait.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            subscriptions: VecDeque::new(),
            calls: BTreeMap::new(),
            limit,
        }
    }

    /// Whether another command may be taken. What is pushed nevertheless, the
    /// end of subscriptions, is bounded by the number of subscriptions.
    pub(super) fn has_room(&self) -> bool {
        self.subscriptions.len() + self.calls.len() < self.limit
    }

    pub(super) fn push_subscription(&mut self, frame: String) {
        self.subscriptions.push_back(frame);
    }

    pub(super) fn push_call(&mut self, call: Call) {
        self.calls.insert(call.id, call);
    }

    /// Takes out a call whose caller has given up.
    pub(super) fn remove_call(&mut self, id: u64) {
        self.calls.remove(&id);
    }

    pub(super) fn pop(&mut self) -> Option<Next> {
        if let Some(frame) = self.subscriptions.pop_front() {
            return Some(Next::Subscription(frame));
        }
        self.calls.pop_first().map(|(_, call)| Next::Call(call))
    }

    /// Drops the frames that meant the connection that is lost.
    pub(super) fn clear_subscriptions(&mut self) {
        self.subscriptions.clear();
    }

    /// Takes out all calls, because there will be no connection.
    pub(super) fn take_calls(&mut self) -> impl Iterator<Item = Call> + use<> {
        std::mem::take(&mut self.calls).into_values()
    }
}
