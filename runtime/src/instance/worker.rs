//! [`Worker`]: the task that takes an instance's jobs, where whoever brings them
//! cannot do them at once.

use std::future::poll_fn;
use std::sync::Arc;

use tokio::task::coop::poll_proceed;

use super::Instance;
use super::job::Job;
use super::life::Resting;
use super::mailbox::AtWork;
use crate::Actor;
use crate::guard::{catch_async, quietly};

/// Takes the jobs of an instance one by one, and has its life meanwhile.
///
/// A runtime that ends drops its tasks wherever they are. Dropped before it is
/// dismissed, a worker takes the instance along, or whoever calls it from another
/// runtime would wait for ever.
pub(super) struct Worker<A: Actor> {
    instance: Arc<Instance<A>>,
    life: Resting<A>,
    dismissed: bool,
}

impl<A: Actor> Worker<A> {
    pub(super) fn new(instance: &Arc<Instance<A>>, life: Resting<A>) -> Self {
        Self {
            instance: Arc::clone(instance),
            life,
            dismissed: false,
        }
    }

    /// Works until there is no job left.
    pub(super) async fn work(mut self, first: Option<Job<A>>) {
        let mut next = first;
        while let Some(job) = next.take().or_else(|| self.next_job()) {
            self.perform(job).await;
            self.give_way().await;
        }
        self.dismissed = true;
    }

    async fn perform(&mut self, job: Job<A>) {
        match job {
            Job::Call(mut call) if self.instance.can_run_now(&*call, self.life.as_deref()) => {
                let _at_work = AtWork::begin();
                self.instance.brief.begin();
                self.instance.run_here(&mut *call, &mut self.life);
                quietly(move || drop(call));
            }
            job => {
                self.instance.brief.end();
                let performed = catch_async(self.instance.perform(job, &mut self.life)).await;
                self.instance.tidy(performed, &mut self.life);
            }
        }
    }

    /// Lets others have the thread from time to time: one busy instance must not
    /// starve them.
    async fn give_way(&self) {
        poll_fn(|context| {
            let proceeds = poll_proceed(context).map(|budget| budget.made_progress());
            if proceeds.is_pending() {
                self.instance.brief.end();
            }
            proceeds
        })
        .await;
    }

    fn next_job(&mut self) -> Option<Job<A>> {
        self.instance.next_job(&mut self.life)
    }
}

impl<A: Actor> Drop for Worker<A> {
    fn drop(&mut self) {
        if !self.dismissed {
            self.instance.abandon(&mut self.life);
        }
    }
}
