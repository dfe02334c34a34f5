//! The mailbox: jobs in the order of arrival, and the one worker that takes
//! them. There is no worker while there is no job.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use parking_lot::MutexGuard;

use super::Instance;
use super::invocation::Invocation;
use super::job::{Job, Rejected};
use super::life::{Life, Resting};
use super::worker::Worker;
use crate::guard::{catch, quietly};
use crate::member::MemberKey;
use crate::{Actor, protocol};

/// The instance has ended; its successor can be asked.
pub(crate) struct Gone;

/// How many calls whoever brought one performs for others. More would keep the
/// thread from its other instances, and fewer would need a task more often.
const AT_ONCE: usize = 32;

/// How many more jobs than its limit a mailbox may hold before a connection that
/// is new to the instance can no longer follow it, though its snapshot is there.
/// Each leaves two behind, that it has come and that it has gone.
const NEWCOMERS: usize = 1_024;

thread_local! {
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// A call at work on the thread that brought it. What it calls in turn is
/// queued, or the stack would grow with the chain.
pub(super) struct AtWork;

impl AtWork {
    pub(super) fn begin() -> Option<Self> {
        (!AT_WORK.replace(true)).then_some(Self)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        AT_WORK.set(false);
    }
}

pub(super) struct Mailbox<A: Actor> {
    jobs: VecDeque<Job<A>>,
    phase: Phase<A>,
}

enum Phase<A: Actor> {
    /// Nothing to do; the life, if there is one, rests here.
    Idle(Resting<A>),
    /// A worker has the life and takes the jobs.
    Busy,
    /// Without a life and without jobs, so no longer in the registry.
    Gone,
}

impl<A: Actor> Mailbox<A> {
    pub(super) fn new() -> Self {
        Self {
            jobs: VecDeque::new(),
            phase: Phase::Idle(None),
        }
    }
}

impl<A: Actor> Instance<A> {
    /// Runs a call at once, on the task that brings it, where the instance is
    /// idle; else queues it. A call that has to wait goes on in a task of its own.
    ///
    /// # Errors
    ///
    /// The instance is gone, and the call as it was.
    pub(crate) fn call(self: &Arc<Self>, call: &mut dyn Invocation<A>) -> Result<(), Gone> {
        let Some(_at_work) = AtWork::begin() else {
            return self.queue(call);
        };
        let Some(mut life) = self.brief.outlast(|| self.seize()) else {
            return self.queue(call);
        };
        if self.can_run_now(call, life.as_deref()) {
            self.run_here(call, &mut life);
            self.carry_on(life);
        } else {
            self.brief.end();
            let worker = Worker::new(self, life);
            let work = worker.work(Some(Job::Call(call.detach())));
            self.shared.poll_or_spawn(work);
        }
        Ok(())
    }

    /// Takes the life of an idle instance, and its place at work.
    fn seize(&self) -> Option<Resting<A>> {
        let mut mailbox = self.mailbox.lock();
        let Phase::Idle(life) = &mut mailbox.phase else {
            return None;
        };
        let life = life.take();
        mailbox.phase = Phase::Busy;
        // Under the lock, or a subscription that comes in between would take the
        // instance for idle, and wait until the method is done.
        self.in_turn.store(true, Ordering::Release);
        self.brief.begin();
        Some(life)
    }

    pub(super) fn run_here(self: &Arc<Self>, call: &mut dyn Invocation<A>, life: &mut Resting<A>) {
        let performed = catch(|| self.call_now(call, life));
        self.tidy(performed, life);
    }

    /// Performs a few of the calls that came meanwhile, and leaves the rest to a
    /// task of their own.
    fn carry_on(self: &Arc<Self>, mut life: Resting<A>) {
        for _ in 0..AT_ONCE {
            let Some(job) = self.next_job(&mut life) else {
                return;
            };
            match job {
                Job::Call(mut call) if self.can_run_now(&*call, life.as_deref()) => {
                    self.run_here(&mut *call, &mut life);
                    quietly(move || drop(call));
                }
                job => {
                    self.brief.end();
                    self.shared.spawn(Worker::new(self, life).work(Some(job)));
                    return;
                }
            }
        }
        self.brief.end();
        self.shared.spawn(Worker::new(self, life).work(None));
    }

    /// Moves a call into the mailbox.
    fn queue(self: &Arc<Self>, call: &mut dyn Invocation<A>) -> Result<(), Gone> {
        let mut mailbox = self.mailbox.lock();
        if matches!(mailbox.phase, Phase::Gone) {
            return Err(Gone);
        }
        if mailbox.jobs.len() >= self.shared.limits().mailbox {
            drop(mailbox);
            quietly(|| call.refuse(self.mailbox_full()));
            return Ok(());
        }
        mailbox.jobs.push_back(Job::Call(call.detach()));
        self.set_to_work(mailbox);
        Ok(())
    }

    /// Queues a job, and sets a worker to it if there is none.
    pub(crate) fn push(self: &Arc<Self>, job: Job<A>) -> Result<(), Rejected<A>> {
        let mut mailbox = self.mailbox.lock();
        let full = mailbox.jobs.len() >= self.shared.limits().mailbox;
        match mailbox.phase {
            Phase::Gone => return Err(Rejected::Gone(job)),
            Phase::Busy if full && job.may_be_refused() => return Err(Rejected::Full),
            Phase::Busy | Phase::Idle(_) => mailbox.jobs.push_back(job),
        }
        self.set_to_work(mailbox);
        Ok(())
    }

    /// Whether a connection that is new to the instance may follow it before its
    /// turn comes.
    pub(super) fn takes_newcomers(&self) -> bool {
        let most = self.shared.limits().mailbox.saturating_add(NEWCOMERS);
        self.mailbox.lock().jobs.len() < most
    }

    /// Makes sure that somebody takes the jobs.
    fn set_to_work(self: &Arc<Self>, mut mailbox: MutexGuard<'_, Mailbox<A>>) {
        if let Phase::Idle(life) = &mut mailbox.phase {
            let life = life.take();
            mailbox.phase = Phase::Busy;
            drop(mailbox);
            self.shared.spawn(Worker::new(self, life).work(None));
        }
    }

    /// Queues a job, unless a turn is running or waiting. A worker that has answered
    /// its last call is not busy any more, though it may not have been dismissed yet.
    ///
    /// # Errors
    ///
    /// The job, which would wait.
    pub(super) fn push_if_idle(self: &Arc<Self>, job: Job<A>) -> Result<(), Job<A>> {
        let mut mailbox = self.mailbox.lock();
        let is_busy = !mailbox.jobs.is_empty() || self.in_turn.load(Ordering::Acquire);
        if is_busy || matches!(mailbox.phase, Phase::Gone) {
            return Err(job);
        }
        mailbox.jobs.push_back(job);
        self.set_to_work(mailbox);
        Ok(())
    }

    /// Notes that the turn is over, before anybody is told.
    pub(super) fn end_turn(&self) {
        self.in_turn.store(false, Ordering::Release);
    }

    /// Leaves nothing behind of a turn that broke, and ends a life that is of no
    /// use any more.
    pub(super) fn tidy(&self, performed: Result<(), String>, life: &mut Resting<A>) {
        if let Err(panic) = performed {
            tracing::error!(actor = self.key.actor, id = %self.key.id, panic, "a turn broke");
            self.restore(life.as_deref_mut());
            self.end_turn();
        }
        if life.as_ref().is_some_and(|life| life.broken) {
            self.collapse(life);
        }
    }

    /// The next job; without one the worker is dismissed.
    pub(super) fn next_job(&self, life: &mut Resting<A>) -> Option<Job<A>> {
        loop {
            let mut mailbox = self.mailbox.lock();
            if let Some(job) = mailbox.jobs.pop_front() {
                self.in_turn.store(true, Ordering::Release);
                return Some(job);
            }
            if life.is_some() {
                mailbox.phase = Phase::Idle(life.take());
                self.brief.end();
                return None;
            }
            drop(mailbox);
            // A job may come in between, and then there is one to take.
            if self.vacate(None) {
                self.brief.end();
                return None;
            }
        }
    }

    /// Gives up the instance's place if it has neither a life nor a job, before
    /// anybody is told what left it so; whether it has.
    pub(super) fn vacate(&self, life: Option<&Life<A>>) -> bool {
        if life.is_some() {
            return false;
        }
        let mailbox = self.mailbox.lock();
        if !mailbox.jobs.is_empty() {
            return false;
        }
        self.give_up(mailbox);
        true
    }

    /// Ends an instance whose worker is lost, with all that waits for it.
    pub(super) fn abandon(&self, life: &mut Resting<A>) {
        let MemberKey { actor, id } = &self.key;
        tracing::warn!(actor, %id, "an instance ends with the runtime that it was at work in");
        self.brief.end();
        self.end_turn();
        self.collapse(life);
        let mut mailbox = self.mailbox.lock();
        let jobs = std::mem::take(&mut mailbox.jobs);
        self.give_up(mailbox);
        for job in jobs {
            if let Job::Subscribe { session, .. } = &job {
                session.forget(self.address());
                session.send(protocol::destroyed(actor, id));
            }
            // A call answers by itself.
            quietly(move || drop(job));
        }
    }

    /// Takes nothing any more, and leaves the place to a successor.
    fn give_up(&self, mut mailbox: MutexGuard<'_, Mailbox<A>>) {
        let before = std::mem::replace(&mut mailbox.phase, Phase::Gone);
        drop(mailbox);
        if let (Phase::Busy, Some(instances)) = (before, self.instances.upgrade()) {
            instances.remove(self);
        }
    }
}
