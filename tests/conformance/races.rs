//! Subscriptions under contention: whoever subscribes when, the snapshot and
//! the patches after it make the final state.

use serde_json::{Value, json};
use support::{Client, Instance, Random, Replica, Transport, World};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::actors;

cases!(
    whoever_arrives_mid_race_misses_nothing,
    coming_and_going_mid_race_misses_nothing,
    arrivals_that_change_the_state_miss_nothing,
    connections_that_come_and_go_leave_nothing,
    events_and_patches_agree_mid_race,
);

const WRITERS: usize = 4;
const STEPS: usize = 60;
const SUBSCRIBERS: u64 = 12;

async fn whoever_arrives_mid_race_misses_nothing(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let counter = Instance::unique("counter");
    let race = Race::start(&world, &counter).await;
    let mut subscribers = JoinSet::new();
    for number in 0..SUBSCRIBERS {
        let (mut client, counter) = (world.connect().await, counter.clone());
        let mut over = race.over();
        subscribers.spawn(async move {
            for _ in 0..number * 3 {
                client.settle(&counter).await;
            }
            client.send(&counter.frame("state:sub"));
            over.wait_for(|over| *over)
                .await
                .expect("the race has an end");
            let frames = client.settled_frames(&counter).await;
            assert!(counter.is("state:snapshot", &frames[0]), "{}", frames[0]);
            follow(&frames)
        });
    }
    let last = race.finish(&world, &counter).await;
    for state in subscribers.join_all().await {
        assert_eq!(state, last);
    }
}

async fn coming_and_going_mid_race_misses_nothing(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let counter = Instance::unique("counter");
    let race = Race::start(&world, &counter).await;
    let mut subscribers = JoinSet::new();
    for seed in 0..SUBSCRIBERS {
        let (mut client, counter) = (world.connect().await, counter.clone());
        let over = race.over();
        subscribers.spawn(async move {
            let mut random = Random::new(seed);
            while !*over.borrow() {
                // Once, or again while it is subscribed.
                for _ in 0..=random.below(2) {
                    client.send(&counter.frame("state:sub"));
                }
                for _ in 0..random.below(4) {
                    client.settle(&counter).await;
                }
                follow(&client.settled_frames(&counter).await);
                client.send(&counter.frame("state:unsub"));
                follow_nothing(&mut client, &counter).await;
            }
            client.watch(&counter).await
        });
    }
    let last = race.finish(&world, &counter).await;
    for state in subscribers.join_all().await {
        assert_eq!(state, last);
    }
}

async fn arrivals_that_change_the_state_miss_nothing(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let journal = Instance::unique("journal");
    let mut arrivals = JoinSet::new();
    let everyone = watch::Sender::new(0);
    for number in 0..SUBSCRIBERS {
        let (mut client, journal) = (world.connect().await, journal.clone());
        let everyone = everyone.clone();
        arrivals.spawn(async move {
            // Its first frame to the instance, so on_connect is racing as well.
            client.send(&journal.frame("state:sub"));
            client.start(
                &journal,
                "note",
                json!({ "text": format!("note {number}") }),
            );
            client.settle(&journal).await;
            everyone.send_modify(|settled| *settled += 1);
            let all = |settled: &u64| *settled == SUBSCRIBERS;
            everyone
                .subscribe()
                .wait_for(all)
                .await
                .expect("everyone settles");
            let mut replica = Replica::new();
            replica.apply_all(&client.settled_frames(&journal).await);
            // Held open, so that nobody's on_disconnect changes the state.
            (replica, client)
        });
    }
    let arrivals = arrivals.join_all().await;
    let last = world
        .connect()
        .await
        .result(&journal, "entries", json!({}))
        .await;
    let entries = last.as_array().expect("a list");
    // The newcomer has connected to ask, which the others were not told of then.
    let before = &entries[..entries.len() - 1];
    assert_eq!(before.len(), 1 + 2 * arrivals.len());
    for (replica, _client) in &arrivals {
        assert_eq!(replica.state()["entries"], json!(before));
    }
}

async fn connections_that_come_and_go_leave_nothing(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let journal = Instance::unique("journal");
    let mut stays = world.connect().await;
    stays.watch(&journal).await;
    let mut visitors = JoinSet::new();
    for number in 0..40_usize {
        let (mut client, journal) = (world.connect().await, journal.clone());
        visitors.spawn(async move {
            let kinds = ["state:sub", "event:sub", "state:unsub", "event:unsub"];
            if !number.is_multiple_of(5) {
                client.send(&journal.frame(kinds[number % 2]));
            }
            client.start(&journal, "note", json!({ "text": "was here" }));
            client.send(&journal.frame(kinds[number % 4]));
            if number % 3 == 0 {
                client.settle(&journal).await;
            }
            client.id().to_owned()
        });
    }
    let visitors = visitors.join_all().await;
    for id in &visitors {
        journal.probe().recorded(&format!("disconnect {id}")).await;
    }
    stays.settle(&journal).await;
    assert_eq!(stays.watch(&journal).await["members"], json!([stays.id()]));
    let records = journal.probe().records();
    for id in &visitors {
        let of_visitor = records
            .iter()
            .filter(|record| record.ends_with(&format!("connect {id}")));
        let expected = [format!("connect {id}"), format!("disconnect {id}")];
        assert_eq!(
            of_visitor.collect::<Vec<_>>(),
            expected.iter().collect::<Vec<_>>()
        );
    }
    let notes = records
        .iter()
        .filter(|record| *record == "was here")
        .count();
    assert_eq!(notes, visitors.len());
}

async fn events_and_patches_agree_mid_race(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let counter = Instance::unique("counter");
    let mut client = world.connect().await;
    client.watch(&counter).await;
    client.listen(&counter).await;
    let race = Race::start(&world, &counter).await;
    let last = race.finish(&world, &counter).await;
    let mut replica = Replica::new();
    replica
        .apply(&counter.snapshot(json!({ "value": 0, "commits": 0, "steps": [], "byClient": {} })));
    let frames = client.settled_frames(&counter).await;
    for turn in frames.chunks(2) {
        // Each turn's patch, then its event, with no other turn's in between.
        assert!(counter.is("state:patch", &turn[0]), "{}", turn[0]);
        replica.apply(&turn[0]);
        assert_eq!(
            turn[1],
            counter.event("changed", json!({ "value": replica.state()["value"] }))
        );
    }
    assert_eq!(*replica.state(), last);
    assert_eq!(frames.len(), WRITERS * STEPS * 2);
}

/// Several clients that change one counter at the same time, and fail to in between.
struct Race {
    writers: JoinSet<()>,
    over: watch::Sender<bool>,
}

impl Race {
    async fn start(world: &World, counter: &Instance) -> Self {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let (mut client, counter) = (world.connect().await, counter.clone());
            writers.spawn(async move {
                for step in 0..STEPS {
                    write(&mut client, &counter, writer + step).await;
                }
                client.settle(&counter).await;
            });
        }
        Self {
            writers,
            over: watch::Sender::new(false),
        }
    }

    fn over(&self) -> watch::Receiver<bool> {
        self.over.subscribe()
    }

    /// Waits for the writers and returns the state they have made.
    async fn finish(self, world: &World, counter: &Instance) -> Value {
        self.writers.join_all().await;
        self.over.send_replace(true);
        let state = world.connect().await.watch(counter).await;
        assert_eq!(state["commits"], WRITERS * STEPS);
        state
    }
}

async fn write(client: &mut Client, counter: &Instance, number: usize) {
    match number % 6 {
        0 | 1 => drop(client.result(counter, "add", json!({ "by": number })).await),
        2 => drop(client.start(counter, "add", json!({ "by": -1 }))),
        3 => {
            client.start(counter, "addThenFail", json!({ "by": 7 }));
            client.result(counter, "add", json!({ "by": number })).await;
        }
        4 => {
            client
                .call(counter, "addThenPanicLater", json!({ "by": 7 }))
                .await;
            client.result(counter, "add", json!({ "by": number })).await;
        }
        _ => {
            let input = json!({ "by": number, "awaits": number % 5 });
            client.result(counter, "addSlowly", input).await;
        }
    }
    if number.is_multiple_of(10) {
        client.settle(counter).await;
    }
}

/// Follows the frames, each patch one commit further than the frame before it,
/// and returns the state they lead to.
fn follow(frames: &[Value]) -> Value {
    let mut replica = Replica::new();
    for frame in frames {
        let before = (frame["type"] == "state:patch").then(|| replica.state()["commits"].as_u64());
        replica.apply(frame);
        if let Some(before) = before {
            let after = replica.state()["commits"].as_u64();
            assert_eq!(
                after,
                before.map(|commits| commits + 1),
                "missed or doubled: {frame}"
            );
        }
    }
    replica.state().clone()
}

/// After it has unsubscribed, patches may be on their way until the instance
/// has settled, and none may come after that.
async fn follow_nothing(client: &mut Client, counter: &Instance) {
    client.settled_frames(counter).await;
    for _ in 0..3 {
        assert_eq!(client.settled_frames(counter).await, Vec::<Value>::new());
    }
}
