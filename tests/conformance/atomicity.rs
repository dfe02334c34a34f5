//! A turn that fails leaves nothing behind: no state, no patch, no event.

use serde_json::{Value, json};
use support::{Instance, Replica, Transport, World};

use crate::actors;

cases!(
    an_error_discards_the_turn,
    an_error_after_an_await_discards_the_turn,
    a_panic_discards_the_turn,
    a_panic_after_an_await_discards_the_turn,
    calls_queued_behind_a_failure_are_served,
);

async fn an_error_discards_the_turn(transport: Transport) {
    discarded(transport, "addThenFail", "method").await;
}

async fn an_error_after_an_await_discards_the_turn(transport: Transport) {
    discarded(transport, "addThenFailLater", "method").await;
}

async fn a_panic_discards_the_turn(transport: Transport) {
    discarded(transport, "addThenPanic", "internal").await;
}

async fn a_panic_after_an_await_discards_the_turn(transport: Transport) {
    discarded(transport, "addThenPanicLater", "internal").await;
}

async fn discarded(transport: Transport, method: &str, code: &str) {
    let world = World::open(transport, actors::app()).await;
    let (mut caller, mut subscriber) = (world.connect().await, world.connect().await);
    let counter = Instance::unique("counter");
    caller.result(&counter, "add", json!({ "by": 4 })).await;
    caller
        .result(&counter, "hide", json!({ "text": "hush hush" }))
        .await;
    subscriber.listen(&counter).await;
    let before = subscriber.watch(&counter).await;

    caller
        .failure(code, &counter, method, json!({ "by": 1 }))
        .await;
    assert_eq!(
        subscriber.settled_frames(&counter).await,
        Vec::<Value>::new()
    );
    assert_eq!(
        subscriber.watch(&counter).await,
        before,
        "in the committed state"
    );
    assert_eq!(
        caller.result(&counter, "read", json!({})).await,
        4,
        "in the working state"
    );
    let hidden = caller.result(&counter, "hiddenLength", json!({})).await;
    assert_eq!(hidden, 9, "a private field is brought back as well");

    // The next turn shows its own changes and nothing of the failed one's.
    assert_eq!(caller.result(&counter, "add", json!({ "by": 1 })).await, 5);
    let mut replica = Replica::new();
    replica.apply(&counter.snapshot(before));
    let patch = subscriber.next().await;
    assert!(counter.is("state:patch", &patch), "{patch}");
    replica.apply(&patch);
    let steps = json!([{ "by": 4, "client": caller.id() }, { "by": 1, "client": caller.id() }]);
    let by_client = json!({ caller.id(): 5 });
    let state = json!({ "value": 5, "commits": 2, "steps": steps, "byClient": by_client });
    assert_eq!(*replica.state(), state);
    subscriber
        .expect(counter.event("changed", json!({ "value": 5 })))
        .await;
    assert_eq!(
        subscriber.settled_frames(&counter).await,
        Vec::<Value>::new()
    );
}

async fn calls_queued_behind_a_failure_are_served(transport: Transport) {
    let world = World::open(transport, actors::app()).await;
    let mut client = world.connect().await;
    let counter = Instance::unique("counter");
    let methods = [
        "add",
        "addThenPanic",
        "add",
        "addThenFail",
        "addThenPanicLater",
        "add",
    ];
    let ids = methods.map(|method| client.start(&counter, method, json!({ "by": 1 })));
    let mut results = Vec::new();
    for id in &ids {
        let mut answer = client.next().await;
        assert_eq!(answer["id"], **id);
        results.push(answer["result"].take());
    }
    assert_eq!(json!(results), json!([1, null, 2, null, null, 3]));
}
