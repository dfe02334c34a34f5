//! [`Probe`]: the test's end inside one instance: gates that hold a method or
//! hook until the test opens them, and a record of what ran.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use stagedoor::prelude::{Call, Denied, FromCall};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use crate::DEADLINE;

/// What a test shares with the instance that has a certain id.
///
/// Methods draw it from their call; hooks and states ask for [`Probe::of`].
#[derive(Clone)]
pub struct Probe(Arc<Shared>);

struct Shared {
    id: String,
    entered: Semaphore,
    open: Semaphore,
    held: Mutex<HashSet<&'static str>>,
    inside: AtomicUsize,
    records: watch::Sender<Vec<String>>,
}

impl Probe {
    /// The probe of the instance with this id; always the same one.
    #[must_use]
    pub fn of(id: &str) -> Self {
        static PROBES: LazyLock<Mutex<HashMap<String, Probe>>> = LazyLock::new(Mutex::default);
        let mut probes = PROBES.lock().unwrap_or_else(PoisonError::into_inner);
        probes
            .entry(id.to_owned())
            .or_insert_with(|| Self::new(id))
            .clone()
    }

    /// An id that has not been given out before.
    #[must_use]
    pub fn unique_id() -> String {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        format!("instance-{}", NEXT.fetch_add(1, Ordering::Relaxed))
    }

    fn new(id: &str) -> Self {
        Self(Arc::new(Shared {
            id: id.to_owned(),
            entered: Semaphore::new(0),
            open: Semaphore::new(0),
            held: Mutex::default(),
            inside: AtomicUsize::new(0),
            records: watch::Sender::default(),
        }))
    }

    /// The id of the instance.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// For the instance: tells the test that this point is reached and waits
    /// there until the test opens the gate.
    ///
    /// # Panics
    ///
    /// Never: the gate is not closed for good.
    pub async fn pass(&self) {
        self.0.entered.add_permits(1);
        let permit = self.0.open.acquire().await;
        permit.expect("the gate is not closed for good").forget();
    }

    /// For the test: waits until something waits in [`pass`](Self::pass).
    ///
    /// # Panics
    ///
    /// When nothing does.
    pub async fn entered(&self) {
        let Ok(Ok(permit)) = timeout(DEADLINE, self.0.entered.acquire()).await else {
            panic!("nothing came to the gate of {}", self.0.id);
        };
        permit.forget();
    }

    /// For the test: lets one through, now or later.
    pub fn open(&self) {
        self.0.open.add_permits(1);
    }

    /// For the test: from now on this point has a gate.
    pub fn hold(&self, point: &'static str) {
        self.held().insert(point);
    }

    /// For the instance: waits at this point if it has a gate.
    pub async fn checkpoint(&self, point: &'static str) {
        let held = self.held().contains(point);
        if held {
            self.pass().await;
        }
    }

    fn held(&self) -> MutexGuard<'_, HashSet<&'static str>> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For the instance: runs `work` and records `overlap` if anything else
    /// is running in here.
    pub async fn alone<T>(&self, work: impl Future<Output = T>) -> T {
        let inside = Inside::new(self);
        let output = work.await;
        drop(inside);
        output
    }

    /// For the instance: notes that something happened.
    pub fn record(&self, what: impl Into<String>) {
        self.0
            .records
            .send_modify(|records| records.push(what.into()));
    }

    /// What has been recorded so far.
    #[must_use]
    pub fn records(&self) -> Vec<String> {
        self.0.records.borrow().clone()
    }

    /// For the test: waits for this record, and returns all up to now.
    ///
    /// # Panics
    ///
    /// When it does not come.
    pub async fn recorded(&self, what: &str) -> Vec<String> {
        let mut records = self.0.records.subscribe();
        let there = records.wait_for(|records| records.iter().any(|record| record == what));
        let there = timeout(DEADLINE, there).await.is_ok();
        assert!(there, "no `{what}` among {:?}", self.records());
        self.records()
    }
}

impl FromCall for Probe {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        Ok(Self::of(call.actor_id()))
    }
}

struct Inside<'a>(&'a Probe);

impl<'a> Inside<'a> {
    fn new(probe: &'a Probe) -> Self {
        if probe.0.inside.fetch_add(1, Ordering::SeqCst) > 0 {
            probe.record("overlap");
        }
        Self(probe)
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.0.inside.fetch_sub(1, Ordering::SeqCst);
    }
}
