//! Calls on their way: what the caller holds of one, what the driver holds, and
//! which of the two decides whether it is sent.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::value::RawValue;
use tokio::sync::{mpsc, oneshot};

use super::command::Release;
use super::error::CallFailure;
use super::frames::Answer;
use crate::error::Unanswered;

/// What a call comes to: the raw result, none where there is nothing or `null`.
pub(super) type Answered = Result<Option<Box<RawValue>>, CallFailure>;

/// A call that is to be sent.
pub(super) struct Call {
    pub(super) id: u64,
    pub(super) text: String,
    fate: Arc<Fate>,
    reply: oneshot::Sender<Answered>,
}

/// The caller's side of a call. Dropping it takes the call back, as far as
/// that is possible.
pub(super) struct Caller {
    id: u64,
    fate: Arc<Fate>,
    answer: oneshot::Receiver<Answered>,
    is_answered: bool,
    releases: mpsc::UnboundedSender<Release>,
}

/// Whether a call is sent, which is decided once: by the driver when it sends
/// it, or by the caller when it gives up.
#[derive(Debug, Default)]
struct Fate(AtomicBool);

impl Fate {
    /// Whether the decision was still open.
    fn decide(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }

    fn is_decided(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl Call {
    /// A call and its caller's side.
    pub(super) fn new(
        id: u64,
        text: String,
        releases: mpsc::UnboundedSender<Release>,
    ) -> (Self, Caller) {
        let (reply, answer) = oneshot::channel();
        let fate = Arc::<Fate>::default();
        let call = Self {
            id,
            text,
            fate: Arc::clone(&fate),
            reply,
        };
        let caller = Caller {
            id,
            fate,
            answer,
            is_answered: false,
            releases,
        };
        (call, caller)
    }

    /// Whether the caller has given up.
    pub(super) fn is_abandoned(&self) -> bool {
        self.fate.is_decided()
    }

    /// Ends a call that was not sent, because there will be no connection.
    pub(super) fn refuse(self) {
        if self.fate.decide() {
            let failure = CallFailure::Disconnected(Unanswered::NotSent);
            // A caller that has gone needs no answer.
            let _ = self.reply.send(Err(failure));
        }
    }
}

impl Caller {
    /// Waits for the answer.
    pub(super) async fn answered(&mut self) -> Answered {
        match (&mut self.answer).await {
            Ok(answered) => {
                self.is_answered = true;
                answered
            }
            Err(_) => Err(CallFailure::Disconnected(self.give_up())),
        }
    }

    /// Takes the call back, and tells whether that was in time.
    pub(super) fn give_up(&self) -> Unanswered {
        if self.fate.decide() {
            Unanswered::NotSent
        } else {
            Unanswered::Unknown
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        if self.is_answered {
            return;
        }
        self.fate.decide();
        // Without a driver there is nothing to tidy up.
        let _ = self.releases.send(Release::Call(self.id));
    }
}

/// The calls that were sent and not answered yet.
#[derive(Default)]
pub(super) struct InFlight(HashMap<u64, oneshot::Sender<Answered>>);

impl InFlight {
    /// Notes that a call is being sent, and gives its frame; none if its caller
    /// has given up.
    pub(super) fn send(&mut self, call: Call) -> Option<String> {
        if !call.fate.decide() {
            return None;
        }
        self.0.insert(call.id, call.reply);
        Some(call.text)
    }

    /// Hands over an answer; one that nobody waits for is ignored.
    pub(super) fn answer(&mut self, answer: Answer<'_>) {
        let waiting = answer.id.parse().ok().and_then(|id| self.0.remove(&id));
        let Some(reply) = waiting else {
            tracing::debug!(id = %answer.id, "an answer comes too late, or to no call");
            return;
        };
        let answered = match answer.error {
            Some(error) => Err(CallFailure::from_answer(error)),
            None => Ok(answer.result.map(ToOwned::to_owned)),
        };
        // A caller that has gone needs no answer.
        let _ = reply.send(answered);
    }

    /// Forgets a call whose caller has gone.
    pub(super) fn forget(&mut self, id: u64) {
        self.0.remove(&id);
    }

    /// Fails all, because the connection that would have brought the answers is lost.
    pub(super) fn fail(&mut self) {
        for (_, reply) in self.0.drain() {
            let failure = CallFailure::Disconnected(Unanswered::Unknown);
            let _ = reply.send(Err(failure));
        }
    }
}
