//! Limits of calls and ids: past one the sender gets a clear error, and nobody
//! else notices.

use serde_json::{Value, json};
use stagedoor::Limits;
use support::{Instance, Transport, World};

use crate::actors;

cases!(
    calls_in_flight_are_limited,
    the_bytes_of_calls_in_flight_are_limited,
    answered_calls_count_no_bytes,
    a_full_mailbox_refuses_calls,
    a_full_mailbox_still_takes_subscribers,
    a_flood_is_answered_call_by_call,
    an_id_may_be_as_long_as_the_limit,
    an_id_past_the_limit_is_refused,
);

async fn calls_in_flight_are_limited(transport: Transport) {
    let world = limited(
        transport,
        Limits {
            calls_in_flight: 3,
            ..Limits::default()
        },
    )
    .await;
    let (mut client, mut other) = (world.connect().await, world.connect().await);
    let slow = [(); 3].map(|()| Instance::unique("desk"));
    let mut pending = Vec::new();
    for desk in &slow {
        pending.push(client.start(desk, "wait", json!({})));
        desk.probe().entered().await;
    }
    for _ in 0..3 {
        let fresh = Instance::unique("desk");
        clear_refusal(
            &client
                .failure("overloaded", &fresh, "ping", json!({}))
                .await,
        );
        assert!(!world.has(&fresh), "a refused call creates nothing");
    }
    // What is no call still goes, and so do other connections.
    client.watch(&slow[0]).await;
    other.settle(&Instance::unique("desk")).await;

    slow[0].probe().open();
    client.answer(&pending.remove(0)).await;
    client.settle(&Instance::unique("desk")).await;
    for (desk, id) in slow[1..].iter().zip(&pending) {
        desk.probe().open();
        client.answer(id).await;
    }
}

async fn the_bytes_of_calls_in_flight_are_limited(transport: Transport) {
    let limits = Limits {
        calls_in_flight_bytes: 10_000,
        ..Limits::default()
    };
    let world = limited(transport, limits).await;
    let (mut client, mut other) = (world.connect().await, world.connect().await);
    let desk = Instance::unique("desk");
    let (small, large) = (
        json!({ "text": "x".repeat(4_000) }),
        json!({ "text": "x".repeat(20_000) }),
    );
    let running = client.start(&desk, "wait", json!({}));
    desk.probe().entered().await;
    let waiting = [(); 2].map(|()| client.start(&desk, "echo", small.clone()));
    // Neither behind those that wait nor on an instance of its own.
    let fresh = Instance::unique("desk");
    for instance in [&desk, &fresh] {
        let refused = client.failure("overloaded", instance, "echo", small.clone());
        clear_refusal(&refused.await);
    }
    assert!(!world.has(&fresh), "a refused call creates nothing");
    // What is small still goes, and so do other connections.
    client.settle(&fresh).await;
    other.result(&fresh, "echo", small.clone()).await;

    desk.probe().open();
    client.answer(&running).await;
    for id in &waiting {
        assert_eq!(client.answer(id).await["result"], small["text"]);
    }
    // Alone, a call may be as long as a frame.
    let echoed = client.result(&fresh, "echo", large.clone()).await;
    assert_eq!(echoed, large["text"]);
}

/// However they were answered.
async fn answered_calls_count_no_bytes(transport: Transport) {
    let limits = Limits {
        calls_in_flight_bytes: 10_000,
        ..Limits::default()
    };
    let world = limited(transport, limits).await;
    let mut client = world.connect().await;
    let (slow, fast) = (Instance::unique("desk"), Instance::unique("desk"));
    let counter = Instance::unique("counter");
    let missing = Instance::unique("missing");
    let long = Instance::new("desk", "x".repeat(300));
    client.start(&slow, "wait", json!({}));
    slow.probe().entered().await;
    let padding = "x".repeat(6_000);
    let input = json!({ "by": 1, "text": padding });
    for _ in 0..3 {
        let echoed = client.result(&fast, "echo", input.clone());
        assert_eq!(echoed.await, padding);
        client.result(&counter, "addSlowly", addend(&padding)).await;
        for (instance, method, code) in [
            (&counter, "addThenFail", "method"),
            (&counter, "addThenPanic", "internal"),
            (&counter, "missing", "unknownMethod"),
            (&missing, "add", "unknownActor"),
            (&long, "ping", "tooLarge"),
            (&slow, "sumWhole", "validation"),
        ] {
            client.failure(code, instance, method, input.clone()).await;
        }
    }
    slow.probe().open();
}

/// An input that waits once, with text that nobody reads.
fn addend(padding: &str) -> Value {
    json!({ "by": 1, "awaits": 1, "padding": padding })
}

async fn a_full_mailbox_refuses_calls(transport: Transport) {
    let world = limited(
        transport,
        Limits {
            mailbox: 4,
            ..Limits::default()
        },
    )
    .await;
    let (mut client, mut other) = (world.connect().await, world.connect().await);
    let busy = Instance::unique("counter");
    // Known to the instance, so that connecting takes no place.
    client.settle(&busy).await;
    other.settle(&busy).await;
    let running = client.start(&busy, "addGated", json!({ "by": 1 }));
    busy.probe().entered().await;
    let ids: Vec<String> = (0..12)
        .map(|_| client.start(&busy, "add", json!({ "by": 1 })))
        .collect();
    client.settle(&Instance::unique("counter")).await;
    let refused = client.unread();
    assert_eq!(refused.len(), 12 - 4, "{refused:?}");
    for answer in &refused {
        assert_eq!(answer["code"], "overloaded");
        clear_refusal(answer);
    }
    // It is full for everybody, and nothing else is.
    other.failure("overloaded", &busy, "read", json!({})).await;
    assert_eq!(other.watch(&busy).await["value"], 0);
    other.settle(&Instance::unique("counter")).await;

    busy.probe().open();
    assert_eq!(client.answer(&running).await["result"], 1);
    for (id, sum) in ids.iter().zip(2..6) {
        assert_eq!(client.answer(id).await["result"], sum, "the first came in");
    }
    assert_eq!(client.result(&busy, "read", json!({})).await, 5);
}

async fn a_full_mailbox_still_takes_subscribers(transport: Transport) {
    let limits = Limits {
        mailbox: 2,
        ..Limits::default()
    };
    let world = limited(transport, limits).await;
    let (mut client, mut newcomer) = (world.connect().await, world.connect().await);
    let busy = Instance::unique("counter");
    client.settle(&busy).await;
    let running = client.start(&busy, "addGated", json!({ "by": 1 }));
    busy.probe().entered().await;
    let waiting = [(); 2].map(|()| client.start(&busy, "add", json!({ "by": 1 })));
    client.failure("overloaded", &busy, "read", json!({})).await;

    newcomer.send(&busy.frame("event:sub"));
    assert_eq!(newcomer.watch(&busy).await["value"], 0);
    busy.probe().open();
    for id in [&running, &waiting[0], &waiting[1]] {
        client.answer(id).await;
    }
    let frames = newcomer.settled_frames(&busy).await;
    let kinds: Vec<&Value> = frames.iter().map(|frame| &frame["type"]).collect();
    assert_eq!(kinds, ["state:patch", "event"].repeat(3), "{frames:?}");
}

async fn a_flood_is_answered_call_by_call(transport: Transport) {
    let limits = Limits {
        mailbox: 8,
        calls_in_flight: 16,
        ..Limits::default()
    };
    let world = limited(transport, limits).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    let mut waiting: Vec<String> = (0..2_000)
        .map(|number| {
            client.start(
                &counter,
                "addSlowly",
                json!({ "by": 1, "awaits": number % 3 }),
            )
        })
        .collect();
    let mut served = 0;
    while !waiting.is_empty() {
        let answer = client.next().await;
        let position = waiting.iter().position(|id| answer["id"] == **id);
        waiting.remove(position.expect("each call is answered once"));
        match answer.get("error") {
            None => served += 1,
            Some(_) => assert_eq!(answer["code"], "overloaded", "{answer}"),
        }
    }
    assert_eq!(client.settled_frames(&counter).await, Vec::<Value>::new());
    assert_eq!(client.result(&counter, "read", json!({})).await, served);
    assert!(served >= 8);
}

async fn an_id_may_be_as_long_as_the_limit(transport: Transport) {
    let world = limited(
        transport,
        Limits {
            id_bytes: 64,
            ..Limits::default()
        },
    )
    .await;
    let mut client = world.connect().await;
    for id in ["x".repeat(64), "ü".repeat(32)] {
        let desk = Instance::new("desk", id);
        client.settle(&desk).await;
        client.watch(&desk).await;
    }
}

async fn an_id_past_the_limit_is_refused(transport: Transport) {
    let world = limited(
        transport,
        Limits {
            id_bytes: 64,
            ..Limits::default()
        },
    )
    .await;
    let mut client = world.connect().await;
    for id in ["x".repeat(65), "ü".repeat(33), "x".repeat(500_000)] {
        let desk = Instance::new("desk", id);
        clear_refusal(&client.failure("tooLarge", &desk, "ping", json!({})).await);
        for kind in ["event:sub", "state:sub"] {
            client.send(&desk.frame(kind));
            let error = client.next().await;
            assert_eq!(error["type"], "error", "{error}");
            assert_eq!(error["code"], "tooLarge", "{error}");
        }
        assert!(!world.has(&desk));
    }
    client.settle(&Instance::unique("desk")).await;
}

pub(crate) async fn limited(transport: Transport, limits: Limits) -> World {
    World::open(transport, actors::limited(limits)).await
}

/// A text that a person can act on, whatever the words.
pub(crate) fn clear_refusal(answer: &Value) {
    let text = answer["error"].as_str().unwrap_or_default();
    assert!(text.len() > 10 && text.len() < 500, "{answer}");
    assert_ne!(text, "Internal error");
}
