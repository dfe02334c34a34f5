//! Hooks that take their time: what waits for them, and what does not.

use serde_json::{Value, json};
use support::{Client, Instance, Replica, Transport, World};

use crate::actors;

cases!(
    nobody_sees_a_state_before_it_is_activated,
    a_slow_activation_delays_no_other_instance,
    a_slow_on_connect_delays_no_snapshot,
    a_slow_on_disconnect_delays_no_other_instance,
    calls_wait_for_hooks_and_keep_their_order,
);

async fn nobody_sees_a_state_before_it_is_activated(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut caller, mut subscriber) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    journal.probe().hold("activate");
    let id = caller.start(&journal, "note", json!({ "text": "called" }));
    journal.probe().entered().await;
    subscriber.send(&journal.frame("state:sub"));
    others_are_served(&mut subscriber).await;
    assert_eq!(
        subscriber.unread(),
        Vec::<Value>::new(),
        "it is not committed yet"
    );

    journal.probe().open();
    caller.answer(&id).await;
    let mut replica = Replica::new();
    replica.apply_all(&subscriber.settled_frames(&journal).await);
    assert_eq!(*replica.state(), subscriber.watch(&journal).await);
    assert_eq!(replica.state()["entries"], json!(journal.probe().records()));
}

async fn a_slow_activation_delays_no_other_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for first in ["rpc", "event:sub", "state:sub"] {
        let journal = Instance::unique("journal");
        journal.probe().hold("activate");
        match first {
            "rpc" => drop(client.start(&journal, "ping", json!({}))),
            _ => client.send(&journal.frame(first)),
        }
        journal.probe().entered().await;
        others_are_served(&mut client).await;
        journal.probe().open();
        client.settle(&journal).await;
    }
}

async fn a_slow_on_connect_delays_no_snapshot(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut member, mut newcomer) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    member.settle(&journal).await;
    journal.probe().hold("connect");
    let id = newcomer.start(&journal, "note", json!({ "text": "called" }));
    journal.probe().entered().await;
    let state = member.watch(&journal).await;
    assert_eq!(state["members"], json!([member.id()]), "what is committed");
    others_are_served(&mut newcomer).await;

    journal.probe().open();
    newcomer.answer(&id).await;
    let mut replica = Replica::new();
    replica.apply(&journal.snapshot(state));
    replica.apply_all(&member.settled_frames(&journal).await);
    assert_eq!(
        replica.state()["members"],
        json!([member.id(), newcomer.id()])
    );
}

async fn a_slow_on_disconnect_delays_no_other_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut leaves, mut stays) = (world.connect().await, world.connect().await);
    let (slow, other) = (Instance::unique("journal"), Instance::unique("journal"));
    slow.probe().hold("disconnect");
    for journal in [&slow, &other] {
        leaves.settle(journal).await;
        stays.settle(journal).await;
    }
    let disconnect = format!("disconnect {}", leaves.id());
    drop(leaves);
    slow.probe().entered().await;
    other.probe().recorded(&disconnect).await;
    stays.settle(&other).await;
    let members = &stays.watch(&slow).await["members"];
    assert_eq!(
        members.as_array().map(Vec::len),
        Some(2),
        "what is committed"
    );
    slow.probe().open();
    stays.settle(&slow).await;
}

async fn calls_wait_for_hooks_and_keep_their_order(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let journal = Instance::unique("journal");
    for point in ["activate", "connect"] {
        journal.probe().hold(point);
    }
    for number in 0..5 {
        client.start(&journal, "note", json!({ "text": number.to_string() }));
    }
    for _ in 0..2 {
        journal.probe().entered().await;
        others_are_served(&mut client).await;
        journal.probe().open();
    }
    client.settle(&journal).await;
    let connect = format!("connect {}", client.id());
    let order = ["activate", &connect, "0", "1", "2", "3", "4"];
    assert_eq!(journal.probe().records(), order);
}

/// Time enough for what must not happen, on instances that have nothing to do with it.
async fn others_are_served(client: &mut Client) {
    for _ in 0..10 {
        client.watch(&Instance::unique("desk")).await;
        client.settle(&Instance::unique("counter")).await;
    }
}
