//! A call from within the process: its input and its answer are values.

use std::fmt::Display;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::future::BoxFuture;
use tokio::sync::oneshot;
use tokio::task::coop::poll_proceed;

use crate::current_turn::CurrentTurn;
use crate::guard::catch;
use crate::held::Held;
use crate::instance::{Invocation, Turn, Verdict};
use crate::local_route::LocalRoute;
use crate::member::MemberKey;
use crate::method::{ErrorOf, Method, Outcome, borrows, check, run, run_now, waits};
use crate::pending_call::Attempt;
use crate::session::Session;
use crate::waits::Wait;
use crate::{Actor, CallError, Caller, Refusal};

type Answer<A, M> = Outcome<A, M>;

/// A call of the method `M` from within the process, about to be made or waited for.
pub(crate) struct LocalAttempt<'a, A: Actor, M: Method<A>> {
    route: &'a LocalRoute<A>,
    id: &'a Arc<str>,
    progress: Progress<A, M>,
}

enum Progress<A: Actor, M: Method<A>> {
    Unmade(M::Input),
    Waits {
        answer: oneshot::Receiver<Answer<A, M>>,
        /// What a turn that makes the call waits for.
        _wait: Option<Wait>,
    },
    Answered,
}

impl<'a, A: Actor, M: Method<A>> LocalAttempt<'a, A, M> {
    pub(crate) fn new(route: &'a LocalRoute<A>, id: &'a Arc<str>, input: M::Input) -> Self {
        Self {
            route,
            id,
            progress: Progress::Unmade(input),
        }
    }

    /// Makes the call, unless its caller would wait for itself; the answer, if
    /// there is one already.
    fn make(&mut self, input: M::Input) -> Option<Answer<A, M>> {
        if let Err(refusal) = checked::<A, M>(&input) {
            return Some(Err(refusal.into()));
        }
        let wait = match self.wait() {
            Ok(wait) => wait,
            Err(refusal) => return Some(Err(refusal.into())),
        };
        let mut call = LocalCall::<A, M>::new(input, self.route, Recipient::Here);
        self.route.call(self.id, &mut call);
        if let Recipient::Later(answer) = call.recipient {
            self.progress = Progress::Waits {
                answer,
                _wait: wait,
            };
            return None;
        }
        Some(call.outcome.unwrap_or(Err(CallError::Internal)))
    }

    /// Has the turn that makes the call, if one does, wait for the instance.
    fn wait(&self) -> Result<Option<Wait>, Refusal> {
        let Some(turn) = CurrentTurn::get() else {
            return Ok(None);
        };
        let callee = MemberKey {
            actor: A::NAME,
            id: Arc::clone(self.id),
        };
        let waits = self.route.registry.shared().waits();
        let wait = waits.wait(turn, callee, M::ROW.name);
        wait.map(Some).map_err(Refusal::Cycle)
    }
}

impl<A: Actor, M: Method<A>> Attempt<M::Output, ErrorOf<A, M>> for LocalAttempt<'_, A, M> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Answer<A, M>> {
        if matches!(self.progress, Progress::Unmade(_)) {
            // What is answered at once would leave its task's budget as it is, and
            // whoever calls on and on would never give up the thread.
            ready!(poll_proceed(context)).made_progress();
        }
        let progress = mem::replace(&mut self.progress, Progress::Answered);
        match progress {
            Progress::Unmade(input) => {
                if let Some(answer) = self.make(input) {
                    return Poll::Ready(answer);
                }
            }
            made => self.progress = made,
        }
        let Progress::Waits { answer, .. } = &mut self.progress else {
            panic!("a call was polled after its answer");
        };
        let polled = Pin::new(answer).poll(context);
        if polled.is_ready() {
            self.progress = Progress::Answered;
        }
        polled.map(|answer| answer.unwrap_or(Err(CallError::Internal)))
    }

    fn send(mut self: Box<Self>) {
        let progress = mem::replace(&mut self.progress, Progress::Answered);
        if let Progress::Unmade(input) = progress {
            let checked = checked::<A, M>(&input);
            let mut call = LocalCall::<A, M>::new(input, self.route, Recipient::Nobody);
            match checked {
                Ok(()) => self.route.call(self.id, &mut call),
                Err(refusal) => call.refuse(refusal),
            }
        }
    }
}

/// Finds what breaks the constraints on the input. Those of the user's own
/// functions may panic.
fn checked<A: Actor, M: Method<A>>(input: &M::Input) -> Result<(), Refusal> {
    match catch(|| check::<A, M>(input)) {
        Ok(checked) => checked.map_err(Refusal::Validation),
        Err(panic) => Err(panicked(A::NAME, M::ROW.name, &panic)),
    }
}

/// Logs a check that panicked; apart, because it is the same for all methods.
fn panicked(actor: &str, method: &str, panic: &str) -> Refusal {
    tracing::error!(actor, method, panic, "checking an input panicked");
    Refusal::Internal
}

/// Logs a failure that nobody else gets to know.
fn unheard(actor: &str, method: &str, error: &dyn Display) {
    tracing::warn!(actor, method, %error, "a call that nobody waits for failed");
}

/// A call of the method `M` from within the process, on the stack of its caller or
/// waiting in a mailbox.
struct LocalCall<'c, A: Actor, M: Method<A>> {
    input: Option<M::Input>,
    caller: Held<'c, Caller>,
    outcome: Option<Answer<A, M>>,
    recipient: Recipient<A, M>,
}

/// Who gets the answer of a call.
enum Recipient<A: Actor, M: Method<A>> {
    /// Whoever has the call, and looks at its outcome.
    Here,
    /// Whoever had the call, when it has waited.
    Later(oneshot::Receiver<Answer<A, M>>),
    /// Whoever waits at the other end.
    There(oneshot::Sender<Answer<A, M>>),
    Nobody,
}

impl<'c, A: Actor, M: Method<A>> LocalCall<'c, A, M> {
    fn new(input: M::Input, route: &'c LocalRoute<A>, recipient: Recipient<A, M>) -> Self {
        Self {
            input: Some(input),
            caller: Held::Lent(&route.caller),
            outcome: None,
            recipient,
        }
    }

    fn keep(&mut self, outcome: Answer<A, M>) -> Verdict {
        let verdict = if outcome.is_ok() {
            Verdict::Keep
        } else {
            Verdict::Discard
        };
        self.outcome = Some(outcome);
        verdict
    }
}

impl<A: Actor, M: Method<A>> Invocation<A> for LocalCall<'_, A, M> {
    fn method(&self) -> &'static str {
        M::ROW.name
    }

    fn caller(&self) -> &Arc<Caller> {
        self.caller.as_arc()
    }

    fn session(&self) -> Option<&Arc<Session>> {
        None
    }

    fn request_id(&self) -> &'static str {
        "in-process"
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
        Ok(self.keep(outcome))
    }

    fn run<'t>(&'t mut self, turn: Turn<'t, A>) -> BoxFuture<'t, Result<Verdict, Refusal>> {
        Box::pin(async move {
            let input = self.input.take().ok_or(Refusal::Internal)?;
            let outcome = run::<A, M>(input, turn).await;
            Ok(self.keep(outcome))
        })
    }

    fn answer(&mut self) {
        match mem::replace(&mut self.recipient, Recipient::Nobody) {
            Recipient::There(sender) => {
                let outcome = self.outcome.take().unwrap_or(Err(CallError::Internal));
                // Whoever waited may have gone; the call has run all the same.
                drop(sender.send(outcome));
            }
            Recipient::Nobody => {
                if let Some(Err(error)) = &self.outcome {
                    unheard(A::NAME, M::ROW.name, error);
                }
            }
            here => self.recipient = here,
        }
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.input = None;
        self.outcome = Some(Err(refusal.into()));
        self.answer();
    }

    fn detach(&mut self) -> Box<dyn Invocation<A>> {
        let recipient = match mem::replace(&mut self.recipient, Recipient::Nobody) {
            Recipient::Here => {
                let (sender, receiver) = oneshot::channel();
                self.recipient = Recipient::Later(receiver);
                Recipient::There(sender)
            }
            elsewhere => elsewhere,
        };
        Box::new(LocalCall {
            input: self.input.take(),
            caller: self.caller.keep(),
            outcome: None,
            recipient,
        })
    }
}
