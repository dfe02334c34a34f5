//! Turns: calls and hooks, one at a time, from their beginning to what they
//! leave behind; and [`Turn`], what a generated stub runs its method with.

use std::sync::Arc;

use super::Instance;
use super::invocation::{Invocation, Verdict};
use super::life::{Life, Resting};
use super::published::CommitError;
use crate::call::{Home, Lend};
use crate::current_turn::CurrentTurn;
use crate::event::Emission;
use crate::guard::{self, Interrupted, quietly};
use crate::hook::{Hooks, Moment};
use crate::member::MemberKey;
use crate::session::Session;
use crate::{Actor, Call, Caller, Context, Refusal};

/// One method's turn on an instance: first it lends, then it begins.
///
/// The instance comes to life and learns of the connection only when the turn
/// begins, so a call that is refused while lending creates nothing.
pub struct Turn<'t, A: Actor> {
    instance: &'t Arc<Instance<A>>,
    life: &'t mut Resting<A>,
    /// None where the method borrows nothing.
    context: Option<&'t Context<A>>,
    /// The connection, where the instance does not know it yet.
    newcomer: Option<Arc<Session>>,
}

impl<'t, A: Actor> Turn<'t, A> {
    pub(super) fn new(
        instance: &'t Arc<Instance<A>>,
        life: &'t mut Resting<A>,
        context: Option<&'t Context<A>>,
        newcomer: Option<Arc<Session>>,
    ) -> Self {
        Self {
            instance,
            life,
            context,
            newcomer,
        }
    }

    /// Lends a parameter of type `&T`.
    ///
    /// # Errors
    ///
    /// The value's refusal.
    pub fn lend<T: Lend<A>>(
        &self,
    ) -> impl Future<Output = Result<T::Lent<'t>, Refusal>> + Send + use<'t, T, A> {
        let context = self.context;
        async move {
            let context = context.ok_or(Refusal::Internal)?;
            Ok(T::lend(context).await?)
        }
    }

    /// Begins the turn.
    ///
    /// # Errors
    ///
    /// The instance has no state to start from.
    pub async fn begin(self) -> Result<Begun<'t, A>, Refusal> {
        let newcomer = self.newcomer.as_ref();
        self.instance.enter(self.life, newcomer).await.map(Begun)
    }

    /// Begins a turn that no hook comes before.
    ///
    /// # Errors
    ///
    /// The instance has no state to start from.
    pub fn begin_now(self) -> Result<Begun<'t, A>, Refusal> {
        if self.life.is_none() || self.newcomer.is_some() {
            return guard::now(self.begin()).unwrap_or(Err(Refusal::Internal));
        }
        let life = self.life.as_deref_mut();
        life.map(Begun).ok_or(Refusal::Internal)
    }
}

/// A turn that has begun.
pub struct Begun<'t, A: Actor>(&'t mut Life<A>);

impl<'t, A: Actor> Begun<'t, A> {
    /// The state, to be read.
    #[must_use]
    pub fn read(self) -> &'t A {
        &self.0.working
    }

    /// The state, which may be changed.
    #[must_use]
    pub fn change(self) -> &'t mut A {
        self.0.dirty = true;
        &mut self.0.working
    }
}

impl<A: Actor> Instance<A> {
    /// Runs a call that may wait, from its middleware to its answer.
    pub(super) async fn make_call(
        self: &Arc<Self>,
        invocation: &mut dyn Invocation<A>,
        life: &mut Resting<A>,
    ) {
        let context = self.context(invocation.method(), invocation.caller());
        let verdict = {
            let newcomer = self.newcomer(invocation, life.as_deref()).cloned();
            let turn = Turn::new(self, &mut *life, Some(&context), newcomer);
            let attempt = async {
                self.kind.middleware.before(context.call()).await?;
                invocation.run(turn).await
            };
            let attempt = self.turn(context.method()).scope(attempt);
            guard::run(attempt, self.shared.cancelled()).await
        };
        let emissions = context.into_emissions();
        self.conclude(invocation, emissions, verdict, life);
    }

    /// Whether nothing that a call's turn begins with has to be waited for.
    pub(super) fn can_run_now(
        &self,
        invocation: &dyn Invocation<A>,
        life: Option<&Life<A>>,
    ) -> bool {
        let Hooks {
            activate, connect, ..
        } = &self.kind.hooks;
        invocation.is_immediate()
            && self.kind.middleware.is_empty()
            && (life.is_some() || activate.is_none())
            && (connect.is_none() || self.newcomer(invocation, life).is_none())
    }

    /// The connection that the instance gets to know by a call. Where no hook asks
    /// for it, nobody else does, and its leaving then costs nothing.
    fn newcomer<'i>(
        &self,
        invocation: &'i dyn Invocation<A>,
        life: Option<&Life<A>>,
    ) -> Option<&'i Arc<Session>> {
        let Hooks {
            connect,
            disconnect,
            ..
        } = &self.kind.hooks;
        let session = invocation.session()?;
        let is_known = || life.is_some_and(|life| life.knows(session));
        ((connect.is_some() || disconnect.is_some()) && !is_known()).then_some(session)
    }

    /// Runs a call that waits for nothing.
    pub(super) fn call_now(
        self: &Arc<Self>,
        invocation: &mut dyn Invocation<A>,
        life: &mut Resting<A>,
    ) {
        // Counting who holds what is in it costs more than most methods do.
        let borrows = invocation.borrows();
        let context = borrows.then(|| self.context(invocation.method(), invocation.caller()));
        let newcomer = self.newcomer(invocation, life.as_deref()).cloned();
        let turn = Turn::new(self, &mut *life, context.as_ref(), newcomer);
        let verdict = guard::catch(|| invocation.run_now(turn)).map_err(Interrupted::Panicked);
        let emissions = context.map(Context::into_emissions).unwrap_or_default();
        self.conclude(invocation, emissions, verdict, life);
    }

    /// Keeps or discards what a call has changed, and answers it.
    fn conclude(
        &self,
        invocation: &mut dyn Invocation<A>,
        emissions: Vec<Emission>,
        verdict: Result<Result<Verdict, Refusal>, Interrupted>,
        life: &mut Resting<A>,
    ) {
        let refusal = match verdict {
            Ok(Ok(Verdict::Keep)) => self.commit(life.as_deref_mut(), &emissions).err(),
            Ok(Ok(Verdict::Discard)) => None,
            Ok(Err(refusal)) => Some(refusal),
            Err(interrupted) => Some(self.interruption(invocation, interrupted)),
        };
        // Does nothing after a commit.
        self.restore(life.as_deref_mut());
        self.end_turn();
        self.vacate(life.as_deref());
        quietly(move || match refusal {
            None => invocation.answer(),
            Some(refusal) => invocation.refuse(refusal),
        });
        quietly(move || drop(emissions));
    }

    /// Runs a hook as a turn of its own: if it fails, it never ran.
    pub(super) async fn run_hook(
        self: &Arc<Self>,
        moment: Moment,
        caller: &Arc<Caller>,
        life: &mut Life<A>,
    ) {
        let Some(hook) = self.kind.hooks.at(moment) else {
            return;
        };
        let context = self.context(moment.hook_name(), caller);
        life.dirty = true;
        let work = hook(&mut life.working, &context);
        let work = self.turn(context.method()).scope(work);
        let outcome = match moment {
            Moment::Deactivate => guard::run(work, self.shared.drained()).await,
            _ => guard::run(work, self.shared.cancelled()).await,
        };
        let emissions = context.into_emissions();
        let fault = match outcome {
            Ok(Ok(())) => {
                let committed = self.commit(Some(life), &emissions);
                committed
                    .err()
                    .map(|_| "its changes cannot be sent".to_owned())
            }
            Ok(Err(error)) => Some(error),
            Err(Interrupted::Cancelled) => Some("cancelled".to_owned()),
            Err(Interrupted::Panicked(panic)) => Some(format!("panicked: {panic}")),
        };
        if let Some(fault) = fault {
            let MemberKey { actor, id } = &self.key;
            let hook = moment.hook_name();
            tracing::error!(actor, %id, hook, fault, "a hook failed; its changes are discarded");
            self.restore(Some(life));
        }
        quietly(move || drop(emissions));
    }

    /// Makes the turn's changes the committed state and tells the subscribers.
    fn commit(&self, life: Option<&mut Life<A>>, emissions: &[Emission]) -> Result<(), Refusal> {
        let Some(life) = life else { return Ok(()) };
        let change = life.dirty.then_some(&life.working);
        if change.is_none() && emissions.is_empty() {
            return Ok(());
        }
        life.commits = life.commits.wrapping_add(1);
        let Err(error) = self.publish(change, emissions, life.commits) else {
            life.dirty = false;
            return Ok(());
        };
        let MemberKey { actor, id } = &self.key;
        tracing::error!(actor, %id, %error, "a turn could not be committed");
        life.broken |= matches!(error, CommitError::Broken);
        Err(Refusal::Internal)
    }

    fn publish(
        &self,
        change: Option<&A>,
        emissions: &[Emission],
        commits: u32,
    ) -> Result<(), CommitError> {
        let checked = change.is_some() && self.shared.patch_checker().is_due();
        let slow_commits = &self.kind.slow_commits;
        let begun = change.and_then(|_| slow_commits.begin(commits));
        let mut published = self.published.lock();
        published.commit(&self.key, change, emissions, checked)?;
        if let (Some(working), Some(committed)) = (change, published.committed()) {
            quietly(|| slow_commits.end(begun, working, committed));
        }
        Ok(())
    }

    /// Brings the working state back to the committed one, if a turn has touched it.
    pub(super) fn restore(&self, life: Option<&mut Life<A>>) {
        if let Some(life) = life.filter(|life| life.dirty && !life.broken) {
            life.broken = !self.published.lock().restore(&mut life.working);
            life.dirty = false;
        }
    }

    fn context(self: &Arc<Self>, method: &'static str, caller: &Arc<Caller>) -> Context<A> {
        let home = Arc::clone(self) as Arc<dyn Home>;
        Context::new(Call::new(A::NAME, method, home, Arc::clone(caller)))
    }

    fn turn(&self, method: &'static str) -> CurrentTurn {
        CurrentTurn {
            instance: self.key.clone(),
            method,
        }
    }

    fn interruption(&self, invocation: &dyn Invocation<A>, interrupted: Interrupted) -> Refusal {
        match interrupted {
            Interrupted::Cancelled => Refusal::Unavailable,
            Interrupted::Panicked(panic) => {
                tracing::error!(actor = self.key.actor, id = %self.key.id,
                    method = invocation.method(), request = invocation.request_id(),
                    client = %invocation.caller().client_id(), panic, "a method panicked");
                Refusal::Internal
            }
        }
    }
}
