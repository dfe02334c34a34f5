//! [`Stage`]: what the clients of a load share.

use std::sync::Arc;

use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use super::Target;
use crate::{Client, DEADLINE, Instance};

/// The counter that everybody calls.
pub(super) const HOT: &str = "hot";

/// The chat room.
pub(super) const HALL: &str = "hall";

/// All counters: that one, and those that have one caller each.
pub(super) const COUNTERS: [&str; 9] = [
    HOT, "own-1", "own-2", "own-3", "own-4", "own-5", "own-6", "own-7", "own-8",
];

#[derive(Clone)]
pub(super) struct Stage {
    pub(super) target: Target,
    over: watch::Receiver<bool>,
    under_way: Arc<Semaphore>,
}

impl Stage {
    pub(super) fn new(target: Target, over: watch::Receiver<bool>) -> Self {
        Self {
            target,
            over,
            under_way: Arc::new(Semaphore::new(0)),
        }
    }

    pub(super) fn hot(&self) -> Instance {
        Instance::new(self.target.counter, HOT)
    }

    pub(super) fn hall(&self) -> Instance {
        Instance::new(self.target.chat, HALL)
    }

    pub(super) async fn connect(&self) -> Client {
        Client::connect(self.target.server).await
    }

    /// For a client: it has begun, and been answered.
    pub(super) fn begun(&self) {
        self.under_way.add_permits(1);
    }

    /// Waits until so many clients have begun.
    pub(super) async fn all_under_way(&self, clients: usize) {
        let clients = u32::try_from(clients).expect("they are not that many");
        let begun = timeout(DEADLINE, self.under_way.acquire_many(clients)).await;
        let begun = begun.expect("the load is under way");
        begun.expect("it is never closed").forget();
    }

    pub(super) fn is_over(&self) -> bool {
        *self.over.borrow()
    }

    /// Waits for the end.
    pub(super) async fn end(&mut self) {
        // An end without a word is that of a test that has failed.
        let _ = self.over.wait_for(|over| *over).await;
    }
}
