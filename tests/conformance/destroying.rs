//! The end of an instance, and of them all: lifecycle order, what subscribers
//! are told, what becomes of calls.

use serde_json::{Value, json};
use support::{Client, Instance, Transport, World};

use crate::actors;

cases!(
    a_life_has_its_order,
    destroying_tells_subscribers_last,
    destroying_lets_running_and_waiting_calls_finish,
    a_destroyed_instance_starts_anew,
    destroying_what_is_not_there_does_nothing,
    destroying_twice_at_once_deactivates_once,
    calls_race_with_destruction_and_are_all_answered,
    a_shutdown_answers_calls_and_deactivates,
    a_shutdown_refuses_new_calls,
);

async fn a_life_has_its_order(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut client, mut other) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    client
        .result(&journal, "note", json!({ "text": "call" }))
        .await;
    let (connect, disconnect) = (
        format!("connect {}", client.id()),
        format!("disconnect {}", client.id()),
    );
    drop(client);
    journal.probe().recorded(&disconnect).await;
    assert!(world.app().manager().destroy("journal", &journal.id).await);
    let records = ["activate", &connect, "call", &disconnect, "deactivate"];
    assert_eq!(journal.probe().records(), records);
    assert!(!world.has(&journal));
    other.settle(&Instance::unique("journal")).await;
    assert_eq!(
        journal.probe().records(),
        records,
        "nothing comes after the end"
    );
}

async fn destroying_tells_subscribers_last(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut client, mut bystander) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    bystander.settle(&journal).await;
    client.listen(&journal).await;
    client.watch(&journal).await;
    let _ = client.unread();
    assert!(world.app().manager().destroy("journal", &journal.id).await);

    let patch = client.next().await;
    assert_eq!(patch["patches"][0]["value"], "deactivate", "{patch}");
    client
        .expect(journal.event("moved", json!({ "what": "deactivate" })))
        .await;
    let end = client.next().await;
    assert_eq!(end["type"], "error", "{end}");
    assert_eq!(end["code"], "destroyed");
    assert_eq!(end["actor"], "journal");
    assert_eq!(end["actorId"], *journal.id);

    // The subscriptions have ended, so a new instance of that name says nothing.
    bystander
        .result(&journal, "note", json!({ "text": "again" }))
        .await;
    assert_eq!(
        client.settled_frames(&Instance::unique("desk")).await,
        Vec::<Value>::new()
    );
    assert_eq!(
        bystander.unread(),
        Vec::<Value>::new(),
        "it was not subscribed"
    );
}

async fn destroying_lets_running_and_waiting_calls_finish(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let journal = Instance::unique("journal");
    let running = client.start(&journal, "wait", json!({}));
    journal.probe().entered().await;
    let waiting = client.start(&journal, "note", json!({ "text": "waited" }));
    let manager = world.app().manager().clone();
    let id = journal.id.clone();
    let destroyed = tokio::spawn(async move { manager.destroy("journal", &id).await });
    for _ in 0..20 {
        client.settle(&Instance::unique("desk")).await;
    }
    assert!(!journal.probe().records().contains(&"deactivate".to_owned()));
    journal.probe().open();
    for id in [running, waiting] {
        let answer = client.answer(&id).await;
        assert_eq!(answer, json!({ "type": "rpc:result", "id": id }));
    }
    assert!(destroyed.await.expect("it does not panic"));
    let records = journal.probe().recorded("deactivate").await;
    let position = |what: &str| records.iter().position(|record| record == what);
    assert!(position("wait") < position("deactivate"), "{records:?}");
}

async fn a_destroyed_instance_starts_anew(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let journal = Instance::unique("journal");
    client
        .result(&journal, "note", json!({ "text": "before" }))
        .await;
    assert!(world.app().manager().destroy("journal", &journal.id).await);
    let entries = client.result(&journal, "entries", json!({})).await;
    let connect = format!("connect {}", client.id());
    assert_eq!(
        entries,
        json!(["activate", connect]),
        "and the connection connects again"
    );
    assert_eq!(client.watch(&journal).await["entries"], entries);
    let disconnect = format!("disconnect {}", client.id());
    drop(client);
    let records = journal.probe().recorded(&disconnect).await;
    assert_eq!(records[..3], ["activate", &connect, "before"]);
    assert_eq!(
        records[3..],
        ["deactivate", "activate", &connect, &disconnect]
    );
}

async fn destroying_what_is_not_there_does_nothing(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let journal = Instance::unique("journal");
    let manager = world.app().manager();
    assert!(!manager.destroy("journal", &journal.id).await);
    assert!(!manager.destroy("missing", &journal.id).await);
    assert_eq!(journal.probe().records(), Vec::<String>::new());
    assert_eq!(world.instances(), 0);
}

async fn destroying_twice_at_once_deactivates_once(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let journal = Instance::unique("journal");
    client.settle(&journal).await;
    let manager = world.app().manager();
    let destroy = || manager.destroy("journal", &journal.id);
    tokio::join!(destroy(), destroy(), destroy());
    assert!(!world.has(&journal));
    let records = journal.probe().records();
    let times = records
        .iter()
        .filter(|record| *record == "deactivate")
        .count();
    assert_eq!(times, 1, "{records:?}");
}

async fn calls_race_with_destruction_and_are_all_answered(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let journal = Instance::unique("journal");
    let manager = world.app().manager().clone();
    let id = journal.id.clone();
    let destroying = tokio::spawn(async move {
        for _ in 0..50 {
            manager.destroy("journal", &id).await;
            tokio::task::yield_now().await;
        }
    });
    for _ in 0..300 {
        let id = client.start(&journal, "note", json!({ "text": "note" }));
        let answer = client.next().await;
        assert_eq!(answer, json!({ "type": "rpc:result", "id": id }));
    }
    destroying.await.expect("it does not panic");
    let records = journal.probe().records();
    let notes = records.iter().filter(|record| *record == "note").count();
    assert_eq!(notes, 300, "each ran once");
}

async fn a_shutdown_answers_calls_and_deactivates(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let (busy, idle) = (Instance::unique("journal"), Instance::unique("journal"));
    client.settle(&idle).await;
    let running = client.start(&busy, "wait", json!({}));
    busy.probe().entered().await;
    let waiting = client.start(&busy, "note", json!({ "text": "waited" }));
    client.settle(&idle).await;
    let stopped = tokio::spawn(world.shutdown());
    refusing(&mut client).await;
    busy.probe().open();
    for id in [running, waiting] {
        let answer = client.answer(&id).await;
        assert_eq!(answer, json!({ "type": "rpc:result", "id": id }));
    }
    stopped.await.expect("it stops");
    for journal in [busy, idle] {
        let records = journal.probe().records();
        assert_eq!(
            records.last().map(String::as_str),
            Some("deactivate"),
            "{records:?}"
        );
    }
}

async fn a_shutdown_refuses_new_calls(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let (busy, idle) = (Instance::unique("journal"), Instance::unique("journal"));
    client.settle(&idle).await;
    client.start(&busy, "wait", json!({}));
    busy.probe().entered().await;
    let stopped = tokio::spawn(world.shutdown());
    refusing(&mut client).await;
    let answer = client.call(&idle, "ping", json!({})).await;
    assert_eq!(answer["code"], "unavailable", "{answer}");
    let fresh = Instance::unique("journal");
    let answer = client.call(&fresh, "ping", json!({})).await;
    assert_eq!(answer["code"], "unavailable", "{answer}");
    client.send(&fresh.frame("state:sub"));
    let refused = client.take("a refusal", |frame| {
        frame["type"] == "error" && frame["actorId"] == *fresh.id
    });
    assert_eq!(refused.await["code"], "unavailable");
    assert_eq!(fresh.probe().records(), Vec::<String>::new());
    busy.probe().open();
    stopped.await.expect("it stops");
}

/// Waits until the shutdown has begun.
async fn refusing(client: &mut Client) {
    for _ in 0..100_000 {
        let answer = client
            .call(&Instance::unique("desk"), "ping", json!({}))
            .await;
        if answer["code"] == "unavailable" {
            return;
        }
    }
    client.fail("it goes on serving");
}
