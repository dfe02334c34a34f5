//! Many clients, and a network that breaks again and again.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;
use stagedoor::Unanswered;
use stagedoor::client::{CallFailure, Client, StateError, Update};
use stagedoor::state::apply_patch;
use support::{Random, Transport, World};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::actors::{self, Entry, Ledger};
use crate::proxy::Proxy;
use crate::{quick, soon};

const CLIENTS: usize = 8;
const CUTS: usize = 100;

/// What a writer knows of its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Written,
    Unknown,
    NotWritten,
}

/// Writes lines with numbers that count up until it is told to stop.
async fn write(client: Client, writer: String, stop: Arc<AtomicBool>) -> (String, Vec<Fate>) {
    let ledger = client.dynamic("ledger", "shared");
    let mut fates = Vec::new();
    while !stop.load(Ordering::SeqCst) {
        let line = json!({ "writer": writer, "number": fates.len() });
        fates.push(match ledger.call("write", &line).await {
            Ok(_) => Fate::Written,
            Err(
                CallFailure::Disconnected(Unanswered::Unknown)
                | CallFailure::Timeout(Unanswered::Unknown),
            ) => Fate::Unknown,
            Err(
                CallFailure::Disconnected(Unanswered::NotSent)
                | CallFailure::Timeout(Unanswered::NotSent),
            ) => Fate::NotWritten,
            Err(other) => panic!("{other:?}"),
        });
        sleep(Duration::from_millis(1)).await;
    }
    (writer, fates)
}

/// Follows the ledger until it is this one; no state on the way may have lines
/// that are out of order, twice, or at odds with the rest of the state.
async fn follow(client: Client, mut last: tokio::sync::watch::Receiver<Option<Ledger>>) {
    let mut watch = client
        .state::<Ledger>("ledger", "shared")
        .await
        .expect("it comes");
    let mut states = 0;
    loop {
        let state = watch.borrow();
        check(&state);
        states += 1;
        let done = last.borrow().as_ref().is_some_and(|last| *last == *state);
        if done {
            break;
        }
        tokio::select! {
            changed = watch.changed() => drop(changed.expect("it goes on")),
            _ = last.changed() => {}
        }
    }
    assert!(states > 1);
    // A cut may have come after the last change. Subscriptions are renewed ahead
    // of calls, so that the answer of one comes after the snapshot.
    let ledger = client.dynamic("ledger", "shared");
    while !watch.is_current() {
        let refused = ledger.call("refuse", &json!({})).await;
        refused.expect_err("nobody may");
    }
    assert_eq!(Some(&*watch.borrow()), last.borrow().as_ref());
}

/// Does the same from the raw updates.
async fn replay(client: Client, mut last: tokio::sync::watch::Receiver<Option<Ledger>>) {
    let updates = client.updates("ledger", "shared").await;
    let mut updates = updates.expect("it is not closed");
    // Between an interruption and the next snapshot there is no state.
    let mut state = None;
    loop {
        let done = last
            .borrow()
            .as_ref()
            .is_some_and(|last| state.as_ref() == Some(last));
        if done {
            break;
        }
        tokio::select! {
            update = updates.next() => replay_one(&mut state, update.expect("it goes on")),
            _ = last.changed() => {}
        }
    }
}

fn replay_one(state: &mut Option<Ledger>, update: Result<Update, StateError>) {
    match update.expect("nothing ends") {
        Update::Snapshot(whole) => {
            *state = serde_json::from_str(whole.get()).expect("it is a ledger");
        }
        Update::Patch(change) => {
            let state = state.as_mut().expect("a patch follows a snapshot");
            apply_patch(state, change.get()).expect("it fits");
        }
        Update::Event(event) => {
            event.read::<Entry>().expect("it is an entry");
        }
        Update::Interrupted | Update::Lagged(_) => *state = None,
    }
    if let Some(state) = state {
        check(state);
    }
}

fn check(ledger: &Ledger) {
    let mut newest = BTreeMap::new();
    for entry in &ledger.entries {
        let before = newest.insert(entry.writer.clone(), entry.number);
        assert!(
            before.is_none_or(|before| before < entry.number),
            "{entry:?} after {before:?}"
        );
    }
    assert_eq!(newest, ledger.newest);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_hundred_cuts_all_watchers_hold_the_server_s_state() {
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| RandomState::new().hash_one(0));
    println!("SEED={seed}");
    let mut random = Random::new(seed);
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let mut proxies = Vec::new();
    for _ in 0..4 {
        proxies.push(Proxy::open(world.address()).await);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (mut writers, mut watchers) = (JoinSet::new(), JoinSet::new());
    let (last, shown) = tokio::sync::watch::channel(None);
    for number in 0..CLIENTS {
        let proxy = &proxies[number % proxies.len()];
        let connect = async || {
            quick(Client::builder(proxy.url()))
                .connect()
                .await
                .expect("it is there")
        };
        let writer = format!("writer-{number}");
        writers.spawn(write(connect().await, writer, Arc::clone(&stop)));
        watchers.spawn(follow(connect().await, shown.clone()));
        let hasty = quick(Client::builder(proxy.url())).event_buffer(3);
        let hasty = hasty.connect().await.expect("it is there");
        watchers.spawn(replay(hasty, shown.clone()));
    }
    for _ in 0..CUTS {
        sleep(Duration::from_micros(random.number() % 20_000)).await;
        let proxy = random.pick(&proxies);
        match random.below(4) {
            0 => proxy.cut(),
            1 => {
                proxy.stall();
                sleep(Duration::from_micros(random.number() % 5_000)).await;
                proxy.cut();
                proxy.resume();
            }
            _ => proxy.cut_after(random.below(3_000)),
        }
    }
    stop.store(true, Ordering::SeqCst);
    let fates: HashMap<String, Vec<Fate>> = soon("the end of all writers", writers.join_all())
        .await
        .into_iter()
        .collect();
    let truth = server_state(&world).await;
    check(&truth);
    compare(&truth, &fates);
    last.send_replace(Some(truth));
    let following = timeout(support::DEADLINE, watchers.join_all()).await;
    assert!(
        following.is_ok(),
        "a watcher holds another state (SEED={seed})"
    );
    let connections: usize = proxies.iter().map(Proxy::opened).sum();
    assert!(
        connections > 3 * CLIENTS + CUTS / 4,
        "{connections} connections"
    );
}

/// Asks without a proxy, over a connection that is not cut.
async fn server_state(world: &World) -> Ledger {
    let url = format!("ws://{}", world.address());
    let client = Client::connect(url).await.expect("it is there");
    let state = client
        .state::<Ledger>("ledger", "shared")
        .await
        .expect("it is there");
    Ledger::clone(&state.borrow())
}

/// What was answered is there once, what was not sent is not there.
fn compare(truth: &Ledger, fates: &HashMap<String, Vec<Fate>>) {
    let mut counts: HashMap<(&str, u64), usize> = HashMap::new();
    for entry in &truth.entries {
        *counts.entry((&entry.writer, entry.number)).or_default() += 1;
    }
    let mut unknown = 0;
    for (writer, fates) in fates {
        assert!(fates.contains(&Fate::Written), "{writer} wrote nothing");
        for (number, fate) in fates.iter().enumerate() {
            let number = u64::try_from(number).expect("a length fits");
            let count = counts.get(&(&**writer, number)).copied().unwrap_or(0);
            match fate {
                Fate::Written => assert_eq!(count, 1, "{writer} {number}"),
                Fate::NotWritten => assert_eq!(count, 0, "{writer} {number}"),
                Fate::Unknown => {
                    assert!(count <= 1, "{writer} {number}");
                    unknown += 1;
                }
            }
        }
    }
    println!(
        "{} lines, {unknown} calls with unknown outcome",
        truth.entries.len()
    );
}
