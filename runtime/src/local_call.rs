//! A call from within the process: its input and its answer are values.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use crate::instance::{Invocation, Turn, Verdict};
use crate::method::Method;
use crate::session::Session;
use crate::{Actor, CallError, Caller, Refusal};

type Answer<A, M> = Result<<M as Method<A>>::Output, CallError<<M as Method<A>>::Error>>;

/// A call of the method `M` from within the process.
pub(crate) struct LocalCall<A: Actor, M: Method<A>> {
    input: Option<M>,
    caller: Arc<Caller>,
    outcome: Option<Answer<A, M>>,
    sender: oneshot::Sender<Answer<A, M>>,
}

impl<A: Actor, M: Method<A>> LocalCall<A, M> {
    pub(crate) fn new(input: M, caller: Arc<Caller>) -> (Self, oneshot::Receiver<Answer<A, M>>) {
        let (sender, receiver) = oneshot::channel();
        let call = Self {
            input: Some(input),
            caller,
            outcome: None,
            sender,
        };
        (call, receiver)
    }
}

impl<A: Actor, M: Method<A>> Invocation<A> for LocalCall<A, M> {
    fn method(&self) -> &'static str {
        M::NAME
    }

    fn caller(&self) -> &Arc<Caller> {
        &self.caller
    }

    fn session(&self) -> Option<Arc<Session>> {
        None
    }

    fn request_id(&self) -> &'static str {
        "in-process"
    }

    fn run<'t>(&'t mut self, turn: Turn<'t, A>) -> BoxFuture<'t, Result<Verdict, Refusal>> {
        Box::pin(async move {
            let input = self.input.take().ok_or(Refusal::Internal)?;
            let outcome = input.run(turn).await;
            let verdict = if outcome.is_ok() {
                Verdict::Keep
            } else {
                Verdict::Discard
            };
            self.outcome = Some(outcome);
            Ok(verdict)
        })
    }

    fn answer(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or(Err(CallError::Internal));
        // Nobody may be waiting any more; the call has run all the same.
        let _ = self.sender.send(outcome);
    }

    fn refuse(self: Box<Self>, refusal: Refusal) {
        let _ = self.sender.send(Err(refusal.into()));
    }
}
