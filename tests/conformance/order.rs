//! Order: calls to one instance run as they arrived, one at a time; different
//! instances do not wait for each other; a turn's frames leave in order.

use serde_json::{Value, json};
use support::{Client, Instance, Transport, World};

use crate::actors;

cases!(
    calls_to_one_instance_run_as_they_arrived,
    a_late_draw_keeps_its_place,
    a_slow_instance_delays_no_other,
    a_late_draw_delays_no_other_instance,
    a_slow_instance_delays_no_subscription_to_another,
    an_async_method_keeps_its_turn,
    nothing_overlaps_on_one_instance,
    a_turn_sends_patch_then_events_then_result,
    a_turn_sends_patch_then_events_to_other_subscribers,
    a_turn_that_changes_nothing_sends_no_patch,
);

async fn calls_to_one_instance_run_as_they_arrived(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut first, mut second) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    let mut ids = Vec::new();
    // Under load each call waits its turn among many others.
    let count = if transport == Transport::Loaded {
        50
    } else {
        150
    };
    for by in 0..count {
        for client in [&mut first, &mut second] {
            let awaits = (by * 7) % 5;
            let id = match awaits {
                0 => client.start(&counter, "add", json!({ "by": by })),
                _ => client.start(&counter, "addSlowly", json!({ "by": by, "awaits": awaits })),
            };
            ids.push(id);
        }
    }
    for client in [&mut first, &mut second] {
        // The answers come in the order of the calls.
        let own = format!("{}#", client.id());
        for id in ids.iter().filter(|id| id.starts_with(&own)) {
            assert_eq!(client.next().await["id"], **id);
        }
    }
    let state = first.watch(&counter).await;
    let steps = state["steps"].as_array().expect("a list");
    assert_eq!(
        steps.len(),
        2 * usize::try_from(count).expect("it is small")
    );
    for client in [&first, &second] {
        let of_client = steps.iter().filter(|step| step["client"] == *client.id());
        let of_client: Vec<i64> = of_client.filter_map(|step| step["by"].as_i64()).collect();
        assert_eq!(of_client, (0..count).collect::<Vec<i64>>());
    }
}

async fn a_late_draw_keeps_its_place(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let desk = Instance::unique("desk");
    client.settle(&desk).await;
    client.start(&desk, "signLate", json!({ "number": 1 }));
    client.start(&desk, "sign", json!({ "number": 2 }));
    client.start(&desk, "signLate", json!({ "number": 3 }));
    let last = client.start(&desk, "sign", json!({ "number": 4 }));
    for late in ["1", "3"] {
        desk.probe().entered().await;
        // Time enough for whoever would overtake.
        for _ in 0..20 {
            client.settle(&Instance::unique("desk")).await;
        }
        assert!(!desk.probe().records().contains(&late.to_owned()));
        desk.probe().open();
    }
    client.answer(&last).await;
    assert_eq!(desk.probe().records(), ["1", "2", "3", "4"]);
}

async fn a_slow_instance_delays_no_other(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let (slow, other) = (Instance::unique("counter"), Instance::unique("counter"));
    let pending = client.start(&slow, "addGated", json!({ "by": 1 }));
    let queued = client.start(&slow, "add", json!({ "by": 1 }));
    slow.probe().entered().await;
    for sum in 1..=10 {
        assert_eq!(client.result(&other, "add", json!({ "by": 1 })).await, sum);
    }
    slow.probe().open();
    assert_eq!(client.answer(&pending).await["result"], 1);
    assert_eq!(client.answer(&queued).await["result"], 2);
}

async fn a_late_draw_delays_no_other_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let slow = Instance::unique("desk");
    let pending = client.start(&slow, "signLate", json!({ "number": 1 }));
    slow.probe().entered().await;
    client.settle(&Instance::unique("desk")).await;
    slow.probe().open();
    client.answer(&pending).await;
}

async fn a_slow_instance_delays_no_subscription_to_another(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let (slow, other) = (Instance::unique("counter"), Instance::unique("counter"));
    let pending = client.start(&slow, "addGated", json!({ "by": 1 }));
    slow.probe().entered().await;
    assert_eq!(client.watch(&other).await["value"], 0);
    client.listen(&other).await;
    client.start(&other, "add", json!({ "by": 1 }));
    client
        .take("the event", |frame| other.is("event", frame))
        .await;
    slow.probe().open();
    client.answer(&pending).await;
}

async fn an_async_method_keeps_its_turn(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut first, mut second) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    let pending = first.start(&counter, "addGated", json!({ "by": 1 }));
    counter.probe().entered().await;
    let read = second.start(&counter, "read", json!({}));
    let in_process = tokio::spawn({
        let calls = world.app().actor::<actors::Counter>(&counter.id);
        async move { calls.read().await }
    });
    for _ in 0..20 {
        second.settle(&Instance::unique("counter")).await;
    }
    assert!(!in_process.is_finished(), "it ran inside another's turn");
    let other_frames = second.unread();
    assert_eq!(
        other_frames,
        Vec::<Value>::new(),
        "it ran inside another's turn"
    );
    counter.probe().open();
    assert_eq!(first.answer(&pending).await["result"], 1);
    assert_eq!(second.answer(&read).await["result"], 1);
    let read = in_process.await.expect("a call does not panic");
    assert_eq!(read.expect("a call succeeds"), 1);
}

async fn nothing_overlaps_on_one_instance(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let counter = Instance::unique("counter");
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (mut client, counter) = (world.connect().await, counter.clone());
        callers.spawn(async move {
            for round in 0..20 {
                let input = json!({ "by": 1, "awaits": round % 4 });
                client.start(&counter, "addSlowly", input);
                let both = read_slowly(&mut client, &counter).await;
                assert_eq!(both[0], both[1], "somebody wrote while it read");
            }
        });
    }
    callers.join_all().await;
    assert_eq!(
        counter.probe().records(),
        Vec::<String>::new(),
        "two were inside at once"
    );
}

async fn read_slowly(client: &mut Client, counter: &Instance) -> Value {
    client
        .result(counter, "readSlowly", json!({ "awaits": 3 }))
        .await
}

async fn a_turn_sends_patch_then_events_then_result(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.listen(&counter).await;
    client.watch(&counter).await;
    for round in 1..=3 {
        let id = client.start(&counter, "noteAroundAChange", json!({}));
        let value = json!([{ "op": "replace", "path": "/value", "value": round * 2 }]);
        client.expect(counter.patch(value)).await;
        for text in ["first", "second", "third"] {
            client
                .expect(counter.event("noted", json!({ "text": text })))
                .await;
        }
        client
            .expect(json!({ "type": "rpc:result", "id": id, "result": "done" }))
            .await;
    }
}

async fn a_turn_sends_patch_then_events_to_other_subscribers(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let (mut caller, mut subscriber) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    subscriber.watch(&counter).await;
    subscriber.listen(&counter).await;
    for _ in 0..3 {
        caller
            .result(&counter, "noteAroundAChange", json!({}))
            .await;
        assert!(counter.is("state:patch", &subscriber.next().await));
        for text in ["first", "second", "third"] {
            subscriber
                .expect(counter.event("noted", json!({ "text": text })))
                .await;
        }
    }
    assert_eq!(
        subscriber.settled_frames(&counter).await,
        Vec::<Value>::new()
    );
}

async fn a_turn_that_changes_nothing_sends_no_patch(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    client.watch(&counter).await;
    for method in ["changeNothing", "ping"] {
        let id = client.start(&counter, method, json!({}));
        client
            .expect(json!({ "type": "rpc:result", "id": id }))
            .await;
    }
}
