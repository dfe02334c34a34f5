//! Order and atomicity among clients who call the same instances as fast as they can.

use std::collections::{HashMap, VecDeque};

use serde_json::{Value, json};
use support::{Client, Instance, Random};
use tokio::task::JoinSet;

use crate::Loaded;

const CLIENTS: u64 = 4;
const CALLS: usize = 400;

/// Each turn adds an amount of its own to the count, and a patch shows the count
/// after it; so the patches tell which turns there were, and in which order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turns_follow_each_other() {
    let loaded = Loaded::start().await;
    let shared = [(); 3].map(|()| Instance::unique("counter"));
    let mut follower = loaded.connect().await;
    for counter in &shared {
        assert_eq!(follower.watch(counter).await, json!({ "count": 0 }));
    }
    let mut callers = JoinSet::new();
    for seed in 0..CLIENTS {
        let (client, shared) = (loaded.connect().await, shared.clone());
        callers.spawn(call(client, shared, seed));
    }
    let callers = callers.join_all().await;
    for counter in &shared {
        let turns = turns_of(&mut follower, counter).await;
        let mut left = turns.clone();
        for caller in &callers {
            // Its answers are those turns, in the order of its calls.
            let answers = &caller[&*counter.id];
            let mut rest = turns.iter();
            let in_order = answers.iter().all(|answer| rest.any(|turn| turn == answer));
            assert!(in_order, "{answers:?} of {turns:?}");
            left.retain(|turn| !answers.contains(turn));
        }
        assert_eq!(left, [], "turns that nobody asked for");
        let all: usize = callers
            .iter()
            .map(|caller| caller[&*counter.id].len())
            .sum();
        assert_eq!(turns.len(), all);
    }
    loaded.finish().await;
}

/// What one turn added, and the count after it.
type Turn = (i64, i64);

/// Calls all at once; the turns of each counter, by its answers. These come in
/// the order of the calls.
async fn call(mut client: Client, shared: [Instance; 3], seed: u64) -> HashMap<String, Vec<Turn>> {
    let mut random = Random::new(seed);
    let mut waiting: HashMap<String, VecDeque<(String, i64)>> = HashMap::new();
    for _ in 0..CALLS {
        let counter = random.pick(&shared);
        let amount = i64::from(random.byte()) + 1;
        let id = client.start(counter, "add", json!({ "amount": amount }));
        let calls = waiting.entry(counter.id.clone()).or_default();
        calls.push_back((id, amount));
    }
    let mut turns: HashMap<String, Vec<Turn>> = HashMap::new();
    for _ in 0..CALLS {
        let answer = client.next().await;
        let is_next = |(id, _): &mut (String, i64)| answer["id"] == **id;
        let answered = waiting.iter_mut().find_map(|(counter, calls)| {
            let (_, amount) = calls.pop_front_if(is_next)?;
            Some((counter.clone(), amount))
        });
        let Some((counter, amount)) = answered else {
            client.fail(&format!("out of order: {answer}"));
        };
        let count = answer["result"].as_i64().expect("a count");
        turns.entry(counter).or_default().push((amount, count));
    }
    turns
}

/// The turns of a counter, from its patches.
async fn turns_of(follower: &mut Client, counter: &Instance) -> Vec<Turn> {
    let last = follower.result(counter, "get", json!({})).await;
    let mut turns = Vec::new();
    let mut count = 0;
    while count < last.as_i64().expect("a count") {
        let is_patch = |frame: &Value| counter.is("state:patch", frame);
        let patch = follower.take("a patch", is_patch).await;
        let after = patch["patches"][0]["value"].as_i64().expect("a count");
        turns.push((after - count, after));
        count = after;
    }
    turns
}
