//! Limits of instances and subscriptions: what a refused one creates is
//! nothing, and what has ended makes room.

use serde_json::json;
use stagedoor::Limits;
use support::{Client, Instance, Transport};

use crate::actors;
use crate::limits::{clear_refusal, limited};

cases!(
    subscriptions_are_limited,
    instances_are_limited,
    instances_that_one_connection_creates_are_limited,
    a_refused_call_takes_no_place,
);

async fn subscriptions_are_limited(transport: Transport) {
    for kind in ["event:sub", "state:sub"] {
        let limits = Limits {
            subscriptions: 2,
            ..Limits::default()
        };
        let world = limited(transport, limits).await;
        let (mut client, mut other) = (world.connect().await, world.connect().await);
        let desks = [(); 2].map(|()| Instance::unique("desk"));
        for desk in &desks {
            client.send(&desk.frame(kind));
            client.settle(desk).await;
        }
        let _ = client.unread();
        let third = Instance::unique("desk");
        for _ in 0..2 {
            client.send(&third.frame(kind));
            refused_subscription(&mut client, &third, "overloaded").await;
            assert!(!world.has(&third), "a refused subscription creates nothing");
        }
        // The same once more is no more than before.
        client.send(&desks[0].frame(kind));
        let frames = client.settled_frames(&desks[0]).await;
        assert!(
            frames.iter().all(|frame| frame["type"] != "error"),
            "{frames:?}"
        );
        other.watch(&third).await;

        client.send(&desks[0].frame(&kind.replace("sub", "unsub")));
        client.send(&third.frame(kind));
        let frames = client.settled_frames(&third).await;
        assert!(
            frames.iter().all(|frame| frame["type"] != "error"),
            "{frames:?}"
        );
    }
}

async fn instances_are_limited(transport: Transport) {
    let world = limited(
        transport,
        Limits {
            instances: 2 + transport.instances(),
            ..Limits::default()
        },
    )
    .await;
    let (mut client, mut other) = (world.connect().await, world.connect().await);
    let desks = [(); 2].map(|()| Instance::unique("desk"));
    for desk in &desks {
        client.settle(desk).await;
    }
    let third = Instance::unique("counter");
    for client in [&mut client, &mut other] {
        clear_refusal(
            &client
                .failure("overloaded", &third, "ping", json!({}))
                .await,
        );
        for kind in ["event:sub", "state:sub"] {
            client.send(&third.frame(kind));
            refused_subscription(client, &third, "overloaded").await;
        }
    }
    assert!(!world.has(&third));
    let inside = world.app().actor::<actors::Counter>(&third.id).ping().await;
    assert!(
        matches!(inside, Err(stagedoor::CallError::Overloaded(_))),
        "{inside:?}"
    );
    other.settle(&desks[0]).await;
    other.watch(&desks[1]).await;

    assert!(world.app().manager().destroy("desk", &desks[0].id).await);
    other.settle(&third).await;
    other
        .failure("overloaded", &desks[0], "ping", json!({}))
        .await;
    // What is destroyed has made room once that is said.
    for _ in 0..30 {
        assert!(world.app().manager().destroy("counter", &third.id).await);
        client.settle(&desks[0]).await;
        assert!(world.app().manager().destroy("desk", &desks[0].id).await);
        client.settle(&third).await;
    }
}

async fn instances_that_one_connection_creates_are_limited(transport: Transport) {
    let world = limited(
        transport,
        Limits {
            instances_created: 2,
            ..Limits::default()
        },
    )
    .await;
    let (mut client, mut other) = (world.connect().await, world.connect().await);
    let first = Instance::unique("desk");
    client.settle(&first).await;
    client.watch(&Instance::unique("desk")).await;
    let third = Instance::unique("desk");
    clear_refusal(
        &client
            .failure("overloaded", &third, "ping", json!({}))
            .await,
    );
    for kind in ["event:sub", "state:sub"] {
        client.send(&third.frame(kind));
        refused_subscription(&mut client, &third, "overloaded").await;
    }
    assert!(!world.has(&third));
    // What others have created is free to all.
    other.settle(&third).await;
    other.settle(&Instance::unique("desk")).await;
    client.settle(&third).await;
    client.watch(&third).await;

    // One that has ended counts no more.
    assert!(world.app().manager().destroy("desk", &first.id).await);
    client.settle(&first).await;
    let fourth = Instance::unique("desk");
    client
        .failure("overloaded", &fourth, "ping", json!({}))
        .await;
}

async fn a_refused_call_takes_no_place(transport: Transport) {
    let limits = Limits {
        instances: 1 + transport.instances(),
        instances_created: 1,
        ..Limits::default()
    };
    let world = limited(transport, limits).await;
    let mut client = world.connect().await;
    for _ in 0..30 {
        let (refused, served) = (Instance::unique("desk"), Instance::unique("desk"));
        client
            .failure("denied", &refused, "whoami", json!({}))
            .await;
        client
            .failure("validation", &refused, "echo", json!({}))
            .await;
        client
            .failure("unknownMethod", &refused, "missing", json!({}))
            .await;
        client.settle(&served).await;
        assert!(world.app().manager().destroy("desk", &served.id).await);
    }
}

async fn refused_subscription(client: &mut Client, instance: &Instance, code: &str) {
    let error = client.next().await;
    assert!(instance.is("error", &error), "{error}");
    assert_eq!(error["code"], code, "{error}");
}
