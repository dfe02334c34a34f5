//! [`measure`]: the load that is the same for all kinds.

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use tokio::runtime::Builder;

/// Calls of one caller, one after the other.
pub(crate) const CALLS: u32 = 200_000;

/// Callers at once, each with an equal part of four times as many calls.
pub(crate) const CALLERS: u32 = 64;

/// How many idle actors are made to see what one takes.
pub(crate) const IDLE: usize = 20_000;

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Case {
    /// The seconds of each call of one caller, on one thread.
    One,
    /// The seconds that pass for each call of many callers on so many threads,
    /// who share so many actors.
    Many { actors: u32, threads: usize },
    /// The bytes that each of many idle actors takes, once it has been called.
    Idle,
}

/// A way of keeping actors that count.
pub(crate) trait Kind: Send + Sync + 'static {
    type Actor: Clone + Send + Sync + 'static;

    /// What the actors live in.
    fn new() -> Self;

    /// A new actor, ready to be called.
    fn spawn(&self, number: usize) -> impl Future<Output = Self::Actor> + Send;

    /// Adds one; the count.
    fn increment(actor: &Self::Actor) -> impl Future<Output = i64> + Send;
}

/// Measures one kind in one case.
pub(crate) fn measure<K: Kind>(case: Case) -> f64 {
    let mut builder = match case {
        Case::One | Case::Idle => Builder::new_current_thread(),
        Case::Many { .. } => Builder::new_multi_thread(),
    };
    if let Case::Many { threads, .. } = case {
        builder.worker_threads(threads);
    }
    let runtime = builder.enable_all().build();
    let runtime = runtime.expect("a runtime can be built");
    match case {
        Case::One => runtime.block_on(one_caller::<K>()),
        Case::Many { actors, .. } => runtime.block_on(many_callers::<K>(actors)),
        Case::Idle => runtime.block_on(idle::<K>()),
    }
}

async fn one_caller<K: Kind>() -> f64 {
    let kind = K::new();
    let actor = kind.spawn(0).await;
    call::<K>(&actor, CALLS / 10).await;
    let begun = Instant::now();
    call::<K>(&actor, CALLS).await;
    begun.elapsed().as_secs_f64() / f64::from(CALLS)
}

async fn many_callers<K: Kind>(actors: u32) -> f64 {
    let kind = K::new();
    let mut shared = Vec::new();
    for number in 0..actors {
        shared.push(kind.spawn(number as usize).await);
    }
    let each = 4 * CALLS / CALLERS;
    let begun = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let actor = shared[(caller % actors) as usize].clone();
            tokio::spawn(async move { call::<K>(&actor, each).await })
        })
        .collect();
    for caller in callers {
        caller.await.expect("a caller does not panic");
    }
    begun.elapsed().as_secs_f64() / f64::from(each * CALLERS)
}

async fn call<K: Kind>(actor: &K::Actor, times: u32) {
    for _ in 0..times {
        black_box(K::increment(actor).await);
    }
}

async fn idle<K: Kind>() -> f64 {
    let kind = K::new();
    let mut actors = Vec::with_capacity(IDLE);
    let before = resident();
    for number in 0..IDLE {
        let actor = kind.spawn(number).await;
        K::increment(&actor).await;
        actors.push(actor);
    }
    per_actor(before)
}

/// What each of the idle actors takes of the memory that came into use.
pub(crate) fn per_actor(before: f64) -> f64 {
    let actors = u32::try_from(IDLE).expect("there are not that many");
    (resident() - before) / f64::from(actors)
}

/// The bytes of memory that this process has in use.
pub(crate) fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = resident.and_then(|line| line.trim().strip_suffix(" kB"));
    let kibibytes: f64 = kibibytes
        .and_then(|text| text.parse().ok())
        .expect("it is a number");
    kibibytes * 1024.0
}
