//! A call from within the process: its input and its answer are values.

use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use crate::current_turn::CurrentTurn;
use crate::guard::catch;
use crate::guard::now;
use crate::instance::{Invocation, Turn, Verdict};
use crate::local_route::LocalRoute;
use crate::member::MemberKey;
use crate::method::{ErrorOf, Method, Outcome, check, run, waits};
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
    Made {
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

    /// Queues the call, unless its caller would wait for itself.
    fn make(&self, input: M::Input) -> Result<Progress<A, M>, Refusal> {
        checked::<A, M>(&input)?;
        let registry = &self.route.registry;
        let wait = match CurrentTurn::get() {
            Some(turn) => {
                let callee = MemberKey {
                    actor: A::NAME,
                    id: Arc::clone(self.id),
                };
                let wait = registry.shared().waits().wait(turn, callee, M::ROW.name);
                Some(wait.map_err(Refusal::Cycle)?)
            }
            None => None,
        };
        let (sender, answer) = oneshot::channel();
        let call = LocalCall::<A, M>::new(input, self.route, Some(sender));
        match registry.enqueue(self.id, Box::new(call)) {
            Ok(()) => Ok(Progress::Made {
                answer,
                _wait: wait,
            }),
            Err((_, refusal)) => Err(refusal),
        }
    }
}

impl<A: Actor, M: Method<A>> Attempt<M::Output, ErrorOf<A, M>> for LocalAttempt<'_, A, M> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Answer<A, M>> {
        let mut progress = std::mem::replace(&mut self.progress, Progress::Answered);
        if let Progress::Unmade(input) = progress {
            match self.make(input) {
                Ok(made) => progress = made,
                Err(refusal) => return Poll::Ready(Err(refusal.into())),
            }
        }
        let Progress::Made { answer, .. } = &mut progress else {
            panic!("a call was polled after its answer");
        };
        let polled = Pin::new(answer).poll(context);
        if polled.is_pending() {
            self.progress = progress;
        }
        polled.map(|answer| answer.unwrap_or(Err(CallError::Internal)))
    }

    fn send(mut self: Box<Self>) {
        let progress = std::mem::replace(&mut self.progress, Progress::Answered);
        if let Progress::Unmade(input) = progress {
            let checked = checked::<A, M>(&input);
            let call = Box::new(LocalCall::<A, M>::new(input, self.route, None));
            let queued = match checked {
                Ok(()) => self.route.registry.enqueue(self.id, call),
                Err(refusal) => return call.refuse(refusal),
            };
            if let Err((call, refusal)) = queued {
                call.refuse(refusal);
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

/// A call of the method `M` from within the process.
struct LocalCall<A: Actor, M: Method<A>> {
    input: Option<M::Input>,
    caller: Arc<Caller>,
    outcome: Option<Answer<A, M>>,
    /// The way to whoever waits, if somebody does.
    sender: Option<oneshot::Sender<Answer<A, M>>>,
}

impl<A: Actor, M: Method<A>> LocalCall<A, M> {
    fn new(
        input: M::Input,
        route: &LocalRoute<A>,
        sender: Option<oneshot::Sender<Answer<A, M>>>,
    ) -> Self {
        Self {
            input: Some(input),
            caller: Arc::clone(&route.caller),
            outcome: None,
            sender,
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

    fn finish(self, outcome: Answer<A, M>) {
        match (self.sender, outcome) {
            // Whoever waited may have gone; the call has run all the same.
            (Some(sender), outcome) => drop(sender.send(outcome)),
            (None, Ok(_)) => {}
            (None, Err(error)) => unheard(A::NAME, M::ROW.name, &error),
        }
    }
}

impl<A: Actor, M: Method<A>> Invocation<A> for LocalCall<A, M> {
    fn method(&self) -> &'static str {
        M::ROW.name
    }

    fn caller(&self) -> &Arc<Caller> {
        &self.caller
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

    fn run_now(&mut self, turn: Turn<'_, A>) -> Result<Verdict, Refusal> {
        let input = self.input.take().ok_or(Refusal::Internal)?;
        let outcome = now(run::<A, M>(input, turn)).ok_or(Refusal::Internal)?;
        Ok(self.keep(outcome))
    }

    fn run<'t>(&'t mut self, turn: Turn<'t, A>) -> BoxFuture<'t, Result<Verdict, Refusal>> {
        Box::pin(async move {
            let input = self.input.take().ok_or(Refusal::Internal)?;
            let outcome = run::<A, M>(input, turn).await;
            Ok(self.keep(outcome))
        })
    }

    fn answer(mut self: Box<Self>) {
        let outcome = self.outcome.take();
        self.finish(outcome.unwrap_or(Err(CallError::Internal)));
    }

    fn refuse(self: Box<Self>, refusal: Refusal) {
        self.finish(Err(refusal.into()));
    }
}
