//! [`Worker`]: the task that takes an instance's jobs, where whoever brings them
//! cannot do them at once.

use std::sync::Arc;

use super::Instance;
use super::job::Job;
use super::life::Resting;
use crate::Actor;
use crate::guard::catch_async;

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
            let performed = catch_async(self.instance.perform(job, &mut self.life)).await;
            self.instance.tidy(performed, &mut self.life);
            // One busy instance must not starve the others of its thread.
            tokio::task::consume_budget().await;
        }
        self.dismissed = true;
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
