//! State subscriptions: a snapshot of what is committed, then every change once.

use serde_json::{Value, json};
use support::{Client, Instance, Random, Replica, Transport, World};

use crate::actors;

cases!(
    a_subscription_begins_with_the_committed_state,
    every_commit_arrives_once,
    a_snapshot_is_not_held_up_by_a_running_method,
    a_first_snapshot_is_not_held_up_by_a_running_method,
    subscribing_twice_is_once_with_a_fresh_snapshot,
    unsubscribing_ends_the_patches,
    resubscribing_shows_what_was_missed,
    private_fields_never_leave,
    keys_of_any_text_are_escaped,
    edits_of_every_kind_are_followed,
    calls_in_the_process_reach_subscribers,
    a_change_is_serialised_no_more_often_for_many,
);

async fn a_subscription_begins_with_the_committed_state(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut caller, mut subscriber) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    caller.result(&counter, "add", json!({ "by": 2 })).await;
    caller.result(&counter, "add", json!({ "by": 3 })).await;
    let id = caller.id();
    let steps = json!([{ "by": 2, "client": id }, { "by": 3, "client": id }]);
    let state = json!({ "value": 5, "commits": 2, "steps": steps, "byClient": { id: 5 } });
    assert_eq!(subscriber.watch(&counter).await, state);
}

async fn every_commit_arrives_once(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut caller, mut subscriber) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    subscriber.watch(&counter).await;
    for _ in 0..50 {
        caller.start(&counter, "add", json!({ "by": 1 }));
    }
    caller.settle(&counter).await;
    let frames = subscriber.settled_frames(&counter).await;
    let commits: Vec<Value> = frames
        .iter()
        .flat_map(|frame| frame["patches"].as_array().cloned().unwrap_or_default())
        .filter(|operation| operation["path"] == "/commits")
        .map(|mut operation| operation["value"].take())
        .collect();
    assert_eq!(json!(commits), json!((1..=50).collect::<Vec<u32>>()));
}

async fn a_snapshot_is_not_held_up_by_a_running_method(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut caller, mut known) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    caller.result(&counter, "add", json!({ "by": 1 })).await;
    known.settle(&counter).await;
    let pending = caller.start(&counter, "addGated", json!({ "by": 1 }));
    counter.probe().entered().await;
    // The caller itself, and another that the instance knows.
    for client in [&mut caller, &mut known] {
        assert_eq!(
            client.watch(&counter).await["value"],
            1,
            "what is committed"
        );
    }
    counter.probe().open();
    for client in [&mut caller, &mut known] {
        let patch = client.next().await;
        assert!(counter.is("state:patch", &patch), "{patch}");
        assert_eq!(patch["patches"][0]["value"], 2);
    }
    caller.answer(&pending).await;
}

async fn a_first_snapshot_is_not_held_up_by_a_running_method(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut caller, mut unknown) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    let pending = caller.start(&journal, "wait", json!({}));
    journal.probe().entered().await;
    let mut replica = Replica::new();
    // Its on_connect has to wait for its turn; the snapshot has not.
    unknown.send(&journal.frame("state:sub"));
    let snapshot = unknown.next().await;
    replica.apply(&snapshot);
    assert_eq!(replica.state()["members"], json!([caller.id()]));
    journal.probe().open();
    caller.answer(&pending).await;

    replica.apply_all(&unknown.settled_frames(&journal).await);
    assert_eq!(
        replica.state()["members"],
        json!([caller.id(), unknown.id()])
    );
    assert_eq!(*replica.state(), unknown.watch(&journal).await);
}

async fn subscribing_twice_is_once_with_a_fresh_snapshot(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    assert_eq!(client.watch(&counter).await["value"], 0);
    client.result(&counter, "add", json!({ "by": 1 })).await;
    assert_eq!(client.settled_frames(&counter).await.len(), 1);

    client.send(&counter.frame("state:sub"));
    let frames = client.settled_frames(&counter).await;
    assert_eq!(frames.len(), 1, "one snapshot: {frames:?}");
    assert_eq!(frames[0]["state"]["value"], 1);
    client.result(&counter, "add", json!({ "by": 1 })).await;
    assert_eq!(client.settled_frames(&counter).await.len(), 1, "one patch");

    client.send(&counter.frame("state:unsub"));
    client.result(&counter, "add", json!({ "by": 1 })).await;
    assert_eq!(client.settled_frames(&counter).await, Vec::<Value>::new());
}

async fn unsubscribing_ends_the_patches(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut leaves, mut stays) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    for client in [&mut leaves, &mut stays] {
        client.listen(&counter).await;
        client.watch(&counter).await;
    }
    leaves.send(&counter.frame("state:unsub"));
    leaves.result(&counter, "add", json!({ "by": 1 })).await;
    let frames = leaves.settled_frames(&counter).await;
    let event = counter.event("changed", json!({ "value": 1 }));
    assert_eq!(frames, [event], "events are another subscription");
    assert_eq!(stays.settled_frames(&counter).await.len(), 2);
}

async fn resubscribing_shows_what_was_missed(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    let mut replica = Replica::new();
    for round in 0..10 {
        client.send(&counter.frame("state:sub"));
        client.start(&counter, "add", json!({ "by": 1 }));
        replica.apply_all(&client.settled_frames(&counter).await);
        assert_eq!(replica.state()["value"], round * 2 + 1);
        client.send(&counter.frame("state:unsub"));
        client.result(&counter, "add", json!({ "by": 1 })).await;
        assert_eq!(client.settled_frames(&counter).await, Vec::<Value>::new());
    }
}

async fn private_fields_never_leave(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    let state = client.watch(&counter).await;
    assert_eq!(state.get("secret"), None);
    // That it says `hush` is noticed in every frame of every test.
    client
        .result(&counter, "hide", json!({ "text": "hush, more" }))
        .await;
    assert_eq!(client.settled_frames(&counter).await, Vec::<Value>::new());
    assert_eq!(
        client.result(&counter, "hiddenLength", json!({})).await,
        10,
        "it was kept"
    );
    client.result(&counter, "add", json!({ "by": 1 })).await;
    for frame in client.settled_frames(&counter).await {
        assert!(!frame.to_string().contains("secret"), "{frame}");
    }
    assert_eq!(client.watch(&counter).await.get("secret"), None);
}

async fn keys_of_any_text_are_escaped(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    let mut replica = Replica::new();
    client.send(&counter.frame("state:sub"));
    let keys = [
        "", "/", "~", "~1", "~0", "a/b", "m~n", "\"", "\\", "\u{0}", "\n", "ü", "𝄞", "-", "0", " ",
    ];
    for sum in [Some(1), Some(2), None] {
        for key in keys {
            client.start(&counter, "put", json!({ "client": key, "sum": sum }));
        }
        replica.apply_all(&client.settled_frames(&counter).await);
        let by_client = replica.state()["byClient"].as_object().expect("an object");
        assert_eq!(by_client.len(), if sum.is_some() { keys.len() } else { 0 });
        assert!(
            by_client.values().all(|value| *value == json!(sum)),
            "{by_client:?}"
        );
    }
}

async fn edits_of_every_kind_are_followed(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut caller, mut subscriber) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    let mut replica = Replica::new();
    subscriber.send(&counter.frame("state:sub"));
    let seed = 0x5eed;
    let mut random = Random::new(seed);
    let mut steps: Vec<i64> = Vec::new();
    for round in 0..120 {
        edit(&mut steps, &mut random);
        let entries: Vec<Value> = steps
            .iter()
            .map(|by| json!({ "by": by, "client": "x" }))
            .collect();
        caller
            .result(&counter, "rewrite", json!({ "steps": entries }))
            .await;
        replica.apply_all(&subscriber.settled_frames(&counter).await);
        assert_eq!(
            replica.state()["steps"],
            json!(entries),
            "round {round} of seed {seed:#x}"
        );
    }
}

/// Changes a list as programs do: at the ends, inside, in bulk, around.
fn edit(steps: &mut Vec<i64>, random: &mut Random) {
    let fresh = i64::from(random.byte());
    let at = random.below(steps.len() + 1);
    match random.below(8) {
        0 => steps.push(fresh),
        1 => steps.insert(0, fresh),
        2 => steps.insert(at, fresh),
        3 => drop(steps.drain(at / 2..at)),
        4 => steps.reverse(),
        5 => steps.rotate_left(at),
        6 => steps.truncate(at),
        _ => steps.extend([fresh, fresh + 1, fresh]),
    }
}

async fn calls_in_the_process_reach_subscribers(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.listen(&counter).await;
    client.watch(&counter).await;
    let calls = world.app().actor::<actors::Counter>(&counter.id);
    assert_eq!(calls.add(4).await.expect("it succeeds"), 4);
    let frames = client.settled_frames(&counter).await;
    assert_eq!(frames.len(), 2, "{frames:?}");
    assert!(counter.is("state:patch", &frames[0]));
    assert_eq!(frames[1], counter.event("changed", json!({ "value": 4 })));
}

async fn a_change_is_serialised_no_more_often_for_many(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let scale = Instance::unique("scale");
    let mut clients = vec![watching(&world, &scale).await];
    // How often one subscriber costs is not the protocol's business.
    let for_one = serialisations(&mut clients, &scale).await;
    for _ in 0..5 {
        clients.push(watching(&world, &scale).await);
    }
    assert_eq!(serialisations(&mut clients, &scale).await, for_one);
}

async fn watching(world: &World, scale: &Instance) -> Client {
    let mut client = world.connect().await;
    client.watch(scale).await;
    client
}

/// How often the new value is written for one change that all of these see.
async fn serialisations(clients: &mut [Client], scale: &Instance) -> usize {
    let probe = Instance::unique("scale").probe();
    let weight = clients.len();
    let input = json!({ "probe": probe.id(), "weight": weight });
    clients[0].result(scale, "put", input).await;
    for client in &mut *clients {
        let frames = client.settled_frames(scale).await;
        let operations = json!([{ "op": "replace", "path": "/load", "value": weight }]);
        assert_eq!(frames, [scale.patch(operations)]);
    }
    let count = probe.records().len();
    // The next change must not be compared with, and told to, this probe.
    assert!(count > 0);
    count
}
