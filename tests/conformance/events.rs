//! Events: who gets them, and who does not.

use serde_json::{Value, json};
use support::{Client, Instance, Transport, World};

use crate::actors;

cases!(
    an_event_reaches_every_subscriber_once,
    an_event_reaches_only_subscribers_of_its_instance,
    state_subscribers_get_no_events,
    subscribing_twice_is_subscribing_once,
    unsubscribing_ends_the_events,
    a_connection_that_has_left_is_missed_by_nobody,
    to_narrows_and_never_widens,
    except_narrows_and_never_widens,
    each_emission_is_an_event_of_its_own,
    an_event_is_serialised_once,
);

async fn an_event_reaches_every_subscriber_once(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let counter = Instance::unique("counter");
    let mut clients = Vec::new();
    for _ in 0..5 {
        let mut client = world.connect().await;
        client.listen(&counter).await;
        clients.push(client);
    }
    clients[0].result(&counter, "add", json!({ "by": 3 })).await;
    for client in &mut clients {
        let events = client.settled_frames(&counter).await;
        assert_eq!(events, [counter.event("changed", json!({ "value": 3 }))]);
    }
}

async fn an_event_reaches_only_subscribers_of_its_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let counter = Instance::unique("counter");
    // An instance of another actor may have the same id.
    let namesake = Instance::new("journal", &*counter.id);
    let other = Instance::unique("counter");
    let mut bystander = world.connect().await;
    bystander.listen(&other).await;
    bystander.listen(&namesake).await;
    bystander.settle(&counter).await;
    let _ = bystander.unread();
    bystander.result(&counter, "add", json!({ "by": 1 })).await;
    assert_eq!(
        bystander.settled_frames(&counter).await,
        Vec::<Value>::new()
    );
}

async fn state_subscribers_get_no_events(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.watch(&counter).await;
    let clients = json!([client.id()]);
    client
        .result(
            &counter,
            "noteTo",
            json!({ "text": "hi", "clients": clients }),
        )
        .await;
    assert_eq!(client.settled_frames(&counter).await, Vec::<Value>::new());
}

async fn subscribing_twice_is_subscribing_once(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.listen(&counter).await;
    client.listen(&counter).await;
    client.result(&counter, "add", json!({ "by": 1 })).await;
    assert_eq!(client.settled_frames(&counter).await.len(), 1);
    // Once is also enough to end it.
    client.send(&counter.frame("event:unsub"));
    client.result(&counter, "add", json!({ "by": 1 })).await;
    assert_eq!(client.settled_frames(&counter).await, Vec::<Value>::new());
}

async fn unsubscribing_ends_the_events(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut client, mut stays) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    client.listen(&counter).await;
    stays.listen(&counter).await;
    client.watch(&counter).await;
    client.send(&counter.frame("event:unsub"));
    client.result(&counter, "add", json!({ "by": 1 })).await;
    let frames = client.settled_frames(&counter).await;
    assert_eq!(
        frames.len(),
        1,
        "the state is another subscription: {frames:?}"
    );
    assert!(counter.is("state:patch", &frames[0]));
    assert_eq!(stays.settled_frames(&counter).await.len(), 1);

    client.listen(&counter).await;
    client.result(&counter, "add", json!({ "by": 1 })).await;
    let frames = client.settled_frames(&counter).await;
    assert!(
        frames.iter().any(|frame| counter.is("event", frame)),
        "and it can begin again"
    );
}

async fn a_connection_that_has_left_is_missed_by_nobody(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut leaves, mut stays) = (world.connect().await, world.connect().await);
    let journal = Instance::unique("journal");
    stays.listen(&journal).await;
    stays.watch(&journal).await;
    leaves.listen(&journal).await;
    leaves.watch(&journal).await;
    let left = format!("disconnect {}", leaves.id());
    drop(leaves);
    journal.probe().recorded(&left).await;
    stays
        .result(&journal, "note", json!({ "text": "still here" }))
        .await;
    let frames = stays.settled_frames(&journal).await;
    let payload = json!({ "what": left });
    let told = frames.contains(&journal.event("moved", payload));
    assert!(told, "no event of the disconnection among {frames:?}");
}

async fn to_narrows_and_never_widens(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let counter = Instance::unique("counter");
    let [mut named, mut unnamed, mut deaf] = three(&world, &counter).await;
    let clients = json!([named.id(), deaf.id(), "nobody", named.id()]);
    let input = json!({ "text": "hi", "clients": clients });
    unnamed.result(&counter, "noteTo", input).await;
    let event = counter.event("noted", json!({ "text": "hi" }));
    assert_eq!(named.settled_frames(&counter).await, [event]);
    assert_eq!(unnamed.settled_frames(&counter).await, Vec::<Value>::new());
    assert_eq!(deaf.settled_frames(&counter).await, Vec::<Value>::new());

    let input = json!({ "text": "hi", "clients": [] });
    named.result(&counter, "noteTo", input).await;
    for client in [&mut named, &mut unnamed, &mut deaf] {
        let frames = client.settled_frames(&counter).await;
        assert_eq!(frames, Vec::<Value>::new(), "to nobody is to nobody");
    }
}

async fn except_narrows_and_never_widens(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let counter = Instance::unique("counter");
    let [mut named, mut unnamed, mut deaf] = three(&world, &counter).await;
    let input = json!({ "text": "hi", "clients": [named.id(), "nobody"] });
    named.result(&counter, "noteExcept", input).await;
    let event = [counter.event("noted", json!({ "text": "hi" }))];
    assert_eq!(named.settled_frames(&counter).await, Vec::<Value>::new());
    assert_eq!(unnamed.settled_frames(&counter).await, event);
    assert_eq!(deaf.settled_frames(&counter).await, Vec::<Value>::new());

    let input = json!({ "text": "hi", "clients": [] });
    named.result(&counter, "noteExcept", input).await;
    assert_eq!(named.settled_frames(&counter).await, event);
    assert_eq!(unnamed.settled_frames(&counter).await, event);
    assert_eq!(deaf.settled_frames(&counter).await, Vec::<Value>::new());
}

/// Two that are subscribed to the instance's events, and one that calls it only.
async fn three(world: &World, counter: &Instance) -> [Client; 3] {
    let mut clients = [
        world.connect().await,
        world.connect().await,
        world.connect().await,
    ];
    clients[0].listen(counter).await;
    clients[1].listen(counter).await;
    clients[2].settle(counter).await;
    clients
}

async fn each_emission_is_an_event_of_its_own(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.listen(&counter).await;
    for _ in 0..50 {
        client.start(&counter, "noteAroundAChange", json!({}));
    }
    let frames = client.settled_frames(&counter).await;
    let texts: Vec<&str> = frames
        .iter()
        .filter_map(|frame| frame["payload"]["text"].as_str())
        .collect();
    assert_eq!(texts, ["first", "second", "third"].repeat(50));
}

async fn an_event_is_serialised_once(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let scale = Instance::unique("scale");
    let mut clients = Vec::new();
    for _ in 0..5 {
        let mut client = world.connect().await;
        client.listen(&scale).await;
        clients.push(client);
    }
    let input = json!({ "probe": scale.id, "weight": 3 });
    clients[0].result(&scale, "weigh", input).await;
    for client in &mut clients {
        let event = scale.event("weighed", json!({ "load": 3 }));
        assert_eq!(client.settled_frames(&scale).await, [event]);
    }
    assert_eq!(scale.probe().records(), ["serialised"]);
}
