//! Connecting to an instance and leaving it: which hooks run, on which
//! instances, and what never creates one.

use serde_json::{Value, json};
use support::{Client, Instance, Replica, Transport, World};

use crate::actors;

cases!(
    a_first_call_connects_once_ahead_of_it,
    a_first_event_subscription_connects_once,
    a_first_state_subscription_connects_once,
    a_subscription_that_is_taken_back_at_once_connects,
    each_connection_connects_for_itself,
    an_idle_instance_shows_what_on_connect_changed,
    a_new_instance_shows_what_on_connect_changed,
    others_are_told_what_on_connect_changed,
    closing_disconnects_once_from_what_was_touched,
    closing_disconnects_after_a_running_call,
    unsubscribing_never_creates_an_instance,
    unsubscribing_never_connects,
    closing_never_creates_an_instance,
    closing_leaves_a_successor_alone,
    calls_in_the_process_do_not_connect,
);

async fn a_first_call_connects_once_ahead_of_it(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let journal = Instance::unique("journal");
    client.start(&journal, "note", json!({ "text": "first" }));
    client.listen(&journal).await;
    client.watch(&journal).await;
    client
        .result(&journal, "note", json!({ "text": "second" }))
        .await;
    let connect = format!("connect {}", client.id());
    assert_eq!(
        journal.probe().records(),
        ["activate", &connect, "first", "second"]
    );
}

async fn a_first_event_subscription_connects_once(transport: Transport) {
    first_subscription(transport, "event:sub").await;
}

async fn a_first_state_subscription_connects_once(transport: Transport) {
    first_subscription(transport, "state:sub").await;
}

async fn first_subscription(transport: Transport, kind: &str) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let journal = Instance::unique("journal");
    client.send(&journal.frame(kind));
    client.send(&journal.frame(kind));
    client
        .result(&journal, "note", json!({ "text": "call" }))
        .await;
    client.watch(&journal).await;
    let connect = format!("connect {}", client.id());
    assert_eq!(journal.probe().records(), ["activate", &connect, "call"]);
}

async fn a_subscription_that_is_taken_back_at_once_connects(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    for topic in ["event", "state"] {
        let mut client = world.connect().await;
        let journal = Instance::unique("journal");
        client.send(&journal.frame(&format!("{topic}:sub")));
        client.send(&journal.frame(&format!("{topic}:unsub")));
        let connect = format!("connect {}", client.id());
        let disconnect = format!("disconnect {}", client.id());
        journal.probe().recorded(&connect).await;
        drop(client);
        let records = journal.probe().recorded(&disconnect).await;
        assert_eq!(records, ["activate", &connect, &disconnect]);
    }
}

async fn each_connection_connects_for_itself(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut first, mut second) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    for client in [&mut first, &mut second] {
        client.settle(&journal).await;
        client.settle(&journal).await;
    }
    let connects = [
        format!("connect {}", first.id()),
        format!("connect {}", second.id()),
    ];
    assert_eq!(
        journal.probe().records(),
        ["activate", &connects[0], &connects[1]]
    );
}

async fn an_idle_instance_shows_what_on_connect_changed(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut first = world.connect().await;
    let journal = Instance::unique("journal");
    let mut members = Vec::new();
    for _ in 0..30 {
        let mut late = world.connect().await;
        // All that was asked of it is answered, so it is idle.
        first.settle(&journal).await;
        assert_shown(&mut late, &journal).await;
        // Kept, because its on_disconnect would be told to those after it.
        members.push(late);
    }
}

async fn a_new_instance_shows_what_on_connect_changed(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    for _ in 0..10 {
        assert_shown(&mut client, &Instance::unique("journal")).await;
    }
}

/// The snapshot shows the client as a member, and no patch does so again.
async fn assert_shown(client: &mut Client, journal: &Instance) {
    let mut replica = Replica::new();
    client.send(&journal.frame("state:sub"));
    let snapshot = client.next().await;
    replica.apply(&snapshot);
    let members = replica.state()["members"].as_array().expect("a list");
    assert!(members.contains(&json!(client.id())), "{snapshot}");
    assert_eq!(client.settled_frames(journal).await, Vec::<Value>::new());
}

async fn others_are_told_what_on_connect_changed(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut member, mut newcomer) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    member.listen(&journal).await;
    let mut replica = Replica::new();
    member.send(&journal.frame("state:sub"));
    replica.apply_all(&member.settled_frames(&journal).await);

    newcomer.settle(&journal).await;
    let connect = format!("connect {}", newcomer.id());
    replica.apply(&member.next().await);
    assert_eq!(
        replica.state()["members"],
        json!([member.id(), newcomer.id()])
    );
    member
        .expect(journal.event("moved", json!({ "what": connect })))
        .await;

    let disconnect = format!("disconnect {}", newcomer.id());
    drop(newcomer);
    replica.apply(&member.next().await);
    assert_eq!(replica.state()["members"], json!([member.id()]));
    member
        .expect(journal.event("moved", json!({ "what": disconnect })))
        .await;
    assert_eq!(member.settled_frames(&journal).await, Vec::<Value>::new());
    assert_eq!(*replica.state(), member.watch(&journal).await);
}

async fn closing_disconnects_once_from_what_was_touched(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut leaves, mut stays) = (world.connect().await, world.connect().await);
    let called = Instance::unique("journal");
    let listened = Instance::unique("journal");
    let watched = Instance::unique("journal");
    let untouched = Instance::unique("journal");
    leaves.settle(&called).await;
    leaves.settle(&called).await;
    leaves.listen(&listened).await;
    leaves.send(&listened.frame("event:unsub"));
    leaves.send(&untouched.frame("event:unsub"));
    leaves.watch(&watched).await;
    leaves.listen(&watched).await;
    for journal in [&called, &listened, &watched, &untouched] {
        stays.settle(journal).await;
    }
    let left = format!("disconnect {}", leaves.id());
    drop(leaves);
    for journal in [&called, &listened, &watched] {
        journal.probe().recorded(&left).await;
    }
    for journal in [&called, &listened, &watched, &untouched] {
        stays.settle(journal).await;
        let records = journal.probe().records();
        let times = records.iter().filter(|record| **record == left).count();
        assert_eq!(times, usize::from(journal != &untouched), "{records:?}");
        let stayed = format!("disconnect {}", stays.id());
        assert!(!records.contains(&stayed));
    }
}

async fn closing_disconnects_after_a_running_call(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut leaves, mut stays) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    stays.settle(&journal).await;
    leaves.start(&journal, "wait", json!({}));
    journal.probe().entered().await;
    let connect = format!("connect {}", leaves.id());
    let disconnect = format!("disconnect {}", leaves.id());
    drop(leaves);
    // Nothing of it may run inside the other turn.
    for _ in 0..20 {
        stays.settle(&Instance::unique("journal")).await;
    }
    assert!(!journal.probe().records().contains(&disconnect));
    journal.probe().open();
    let records = journal.probe().recorded(&disconnect).await;
    assert_eq!(records[2..], [connect, "wait".to_owned(), disconnect]);
    let entries = stays.result(&journal, "entries", json!({})).await;
    assert_eq!(entries, json!(records), "the call's change is kept");
}

async fn unsubscribing_never_creates_an_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let journal = Instance::unique("journal");
    client.send(&journal.frame("event:unsub"));
    client.send(&journal.frame("state:unsub"));
    let desk = Instance::unique("desk");
    assert_eq!(client.settled_frames(&desk).await, Vec::<Value>::new());
    assert!(!world.has(&journal));
    assert_eq!(journal.probe().records(), Vec::<String>::new());
    assert_eq!(world.instances(), 1, "the desk alone");
}

async fn unsubscribing_never_connects(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut first, mut second) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    first.settle(&journal).await;
    second.send(&journal.frame("event:unsub"));
    second.send(&journal.frame("state:unsub"));
    second.settle(&Instance::unique("desk")).await;
    first.settle(&journal).await;
    let connect = format!("connect {}", first.id());
    assert_eq!(journal.probe().records(), ["activate", &connect]);
}

async fn closing_never_creates_an_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let (gone, kept) = (Instance::unique("journal"), Instance::unique("journal"));
    client.listen(&gone).await;
    client.watch(&gone).await;
    client.settle(&kept).await;
    assert!(world.app().manager().destroy("journal", &gone.id).await);
    let before = gone.probe().records();

    let disconnect = format!("disconnect {}", client.id());
    drop(client);
    kept.probe().recorded(&disconnect).await;
    world.connect().await.settle(&kept).await;
    assert!(!world.has(&gone));
    assert_eq!(gone.probe().records(), before);
}

async fn closing_leaves_a_successor_alone(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut leaves, mut stays) = (world.connect().await, world.connect().await);
    let (journal, other) = (Instance::unique("journal"), Instance::unique("journal"));
    leaves.listen(&journal).await;
    leaves.settle(&other).await;
    assert!(world.app().manager().destroy("journal", &journal.id).await);
    stays.settle(&journal).await;

    let disconnect = format!("disconnect {}", leaves.id());
    drop(leaves);
    other.probe().recorded(&disconnect).await;
    stays.settle(&journal).await;
    let connect = format!("connect {}", stays.id());
    assert_eq!(
        journal.probe().records()[3..],
        ["activate".to_owned(), connect]
    );
}

async fn calls_in_the_process_do_not_connect(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let journal = Instance::unique("journal");
    let calls = world.app().actor::<actors::Journal>(&journal.id);
    calls
        .note("from inside".to_owned())
        .await
        .expect("it succeeds");
    assert_eq!(journal.probe().records(), ["activate", "from inside"]);
}
