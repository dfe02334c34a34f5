//! A call that came as a frame: its input is read from JSON, its answer is a frame.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::value::RawValue;

use crate::connection::Frame;
use crate::done::Done;
use crate::guard::catch;
use crate::held::Held;
use crate::instance::{Invocation, Turn, Verdict};
use crate::method::{self, ErrorOf, Failure, Method, borrows, parse_input, run, run_now, waits};
use crate::protocol::{self, Outcome};
use crate::registry::Registry;
use crate::session::Session;
use crate::{Actor, CallError, Caller, Refusal};

/// Makes a call of the method `M` over a connection; one that cannot be read is
/// answered at once.
pub(crate) fn call<A: Actor, M: Method<A>>(
    registry: &Registry<A>,
    actor_id: &str,
    input: Option<&RawValue>,
    reply: WireReply<'_>,
) {
    if let Some(mut call) = WireCall::<A, M>::read(input, reply) {
        registry.call_over_connection(actor_id, &mut call);
    }
}

/// A call of the method `M` over a connection, on the stack of the connection's
/// task or waiting in a mailbox.
struct WireCall<'f, A: Actor, M: Method<A>> {
    input: Option<M::Input>,
    outcome: Option<Frame>,
    /// None once the call has been moved elsewhere.
    reply: Option<WireReply<'f>>,
    actor: PhantomData<fn() -> A>,
}

impl<'f, A: Actor, M: Method<A>> WireCall<'f, A, M> {
    fn read(input: Option<&RawValue>, reply: WireReply<'f>) -> Option<Self> {
        let read = catch(|| parse_input::<A, M>(input));
        match read {
            Ok(Ok(input)) => Some(Self {
                input: Some(input),
                outcome: None,
                reply: Some(reply),
                actor: PhantomData,
            }),
            Ok(Err(issues)) => {
                reply.refuse(&Refusal::Validation(issues), A::NAME, M::ROW.name);
                None
            }
            Err(panic) => {
                reply.panicked(A::NAME, M::ROW.name, &panic);
                None
            }
        }
    }

    fn reply(&self) -> &WireReply<'f> {
        let reply = self.reply.as_ref();
        reply.expect("a call that was moved is not used any more")
    }

    /// Writes the answer while the turn can still be discarded.
    fn keep(&mut self, outcome: method::Outcome<A, M>) -> Result<Verdict, Refusal> {
        let id = &self.reply().id;
        match outcome {
            Ok(output) => match protocol::result(id, &output) {
                Ok(frame) => {
                    self.outcome = Some(frame);
                    Ok(Verdict::Keep)
                }
                Err(error) => Err(unwritable(A::NAME, M::ROW.name, id, &error)),
            },
            Err(error) => {
                self.outcome = Some(protocol::failure(id, &Self::failure(error)));
                Ok(Verdict::Discard)
            }
        }
    }

    fn failure(error: CallError<ErrorOf<A, M>>) -> Outcome {
        match error.into_method_error() {
            Ok(error) => Outcome {
                code: "method",
                text: error.to_string(),
                data: M::Failure::format()
                    .data()
                    .and_then(|data| data(&error).ok()),
            },
            Err(refusal) => refusal.outcome(A::NAME, M::ROW.name),
        }
    }
}

impl<A: Actor, M: Method<A>> Invocation<A> for WireCall<'_, A, M> {
    fn method(&self) -> &'static str {
        M::ROW.name
    }

    fn caller(&self) -> &Arc<Caller> {
        self.reply().session.caller()
    }

    fn session(&self) -> Option<&Arc<Session>> {
        Some(self.reply().session.as_arc())
    }

    fn request_id(&self) -> &str {
        &self.reply().id
    }

    fn is_immediate(&self) -> bool {
        !waits::<A, M>()
    }

    fn borrows(&self) -> bool {
        borrows::<A, M>()
    }

    fn run_now(&mut self, turn: Turn<'_, A>) -> Result<Verdict, Refusal> {
        let input = self.input.take().ok_or(Refusal::Internal)?;
        let outcome = run_now::<A, M>(input, turn);
        self.keep(outcome)
    }

    fn run<'t>(&'t mut self, turn: Turn<'t, A>) -> BoxFuture<'t, Result<Verdict, Refusal>> {
        Box::pin(async move {
            let input = self.input.take().ok_or(Refusal::Internal)?;
            let outcome = run::<A, M>(input, turn).await;
            self.keep(outcome)
        })
    }

    fn answer(&mut self) {
        if let (Some(frame), Some(mut reply)) = (self.outcome.take(), self.reply.take()) {
            reply.send(frame);
        }
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.input = None;
        if let Some(reply) = self.reply.take() {
            reply.refuse(&refusal, A::NAME, M::ROW.name);
        }
    }

    fn detach(&mut self) -> Box<dyn Invocation<A>> {
        Box::new(WireCall {
            input: self.input.take(),
            outcome: self.outcome.take(),
            reply: self.reply.take().map(WireReply::keep),
            actor: PhantomData::<fn() -> A>,
        } as WireCall<'static, A, M>)
    }
}

/// Logs a result that cannot be written; apart, because it is the same for all methods.
fn unwritable(actor: &str, method: &str, request: &str, error: &serde_json::Error) -> Refusal {
    tracing::error!(actor, method, request, %error, "a result does not serialise");
    Refusal::Internal
}

/// The way to the one answer of a call; dropped unanswered, it answers `Internal error`.
pub(crate) struct WireReply<'f> {
    session: Held<'f, Session>,
    id: Cow<'f, str>,
    /// What the session counts for the call.
    bytes: usize,
    answered: bool,
    done: Option<Done>,
}

impl<'f> WireReply<'f> {
    /// The way to the answer of a call that the session has counted.
    pub(crate) fn new(
        session: &'f Arc<Session>,
        id: Cow<'f, str>,
        bytes: usize,
        done: Done,
    ) -> Self {
        Self {
            session: Held::Lent(session),
            id,
            bytes,
            answered: false,
            done: Some(done),
        }
    }

    /// The same, for as long as it takes.
    fn keep(mut self) -> WireReply<'static> {
        self.answered = true;
        WireReply {
            session: self.session.keep(),
            id: Cow::Owned(mem::take(&mut self.id).into_owned()),
            bytes: self.bytes,
            answered: false,
            done: self.done.take(),
        }
    }

    fn panicked(self, actor: &str, method: &str, panic: &str) {
        let request = &*self.id;
        tracing::error!(actor, method, request, panic, "reading an input panicked");
        self.refuse(&Refusal::Internal, actor, method);
    }

    pub(crate) fn refuse(mut self, refusal: &Refusal, actor: &str, method: &str) {
        let outcome = refusal.outcome(actor, method);
        let frame = protocol::failure(&self.id, &outcome);
        self.send(frame);
    }

    fn send(&mut self, frame: Frame) {
        self.answered = true;
        self.session.end_call(self.bytes);
        self.session.send_then(frame, self.done.take());
    }
}

impl Drop for WireReply<'_> {
    fn drop(&mut self) {
        if !self.answered {
            let outcome = Refusal::Internal.outcome("", "");
            self.send(protocol::failure(&self.id, &outcome));
        }
    }
}
