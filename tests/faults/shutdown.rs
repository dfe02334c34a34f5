//! A shutdown that does not wait for what takes too long: what it cancels is
//! answered once and leaves nothing behind.

use std::time::Duration;

use serde_json::json;
use stagedoor::Limits;
use stagedoor::prelude::CallError;
use tokio::time::Instant;

use crate::fragile::{Fault, Fragile, fragile, limited};

const DRAIN: Duration = Duration::from_millis(50);

fn short() -> Limits {
    Limits {
        drain: DRAIN,
        ..Limits::default()
    }
}

#[tokio::test(start_paused = true)]
async fn a_method_that_never_ends_is_cancelled() {
    let world = limited(short()).await;
    let mut client = world.connect().await;
    let fragile = fragile("nowhere", Fault::None);
    client.listen(&fragile).await;
    client.watch(&fragile).await;
    let endless = client.start(&fragile, "goWrong", json!({ "fault": "waits" }));
    let waiting = [(); 3].map(|()| client.start(&fragile, "add", json!({ "what": "waited" })));
    let start = Instant::now();
    world.app().shutdown().await;
    assert!(start.elapsed() < 10 * DRAIN, "{:?}", start.elapsed());

    assert_eq!(client.answer(&endless).await["code"], "unavailable");
    for id in &waiting {
        let answer = client.answer(id).await;
        let unavailable = answer["code"] == "unavailable";
        assert!(unavailable || answer.get("error").is_none(), "{answer}");
    }
    let left = client.unread();
    assert!(
        left.iter().all(|frame| frame["type"] != "rpc:result"),
        "{left:?}"
    );
    let traces = left
        .iter()
        .filter(|frame| frame.to_string().contains("went wrong"));
    assert_eq!(traces.count(), 0, "{left:?}");
    let records = fragile.probe().records();
    assert_eq!(
        records.last().map(String::as_str),
        Some("on_deactivate"),
        "{records:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_in_the_process_that_never_ends_is_cancelled() {
    let world = limited(short()).await;
    let fragile = fragile("nowhere", Fault::None);
    let calls = world.app().actor::<Fragile>(&fragile.id);
    let endless = tokio::spawn({
        let calls = calls.clone();
        async move { calls.go_wrong(Fault::Waits).await }
    });
    fragile.probe().recorded("on_activate").await;
    world.app().shutdown().await;
    let outcome = endless.await.expect("a call does not panic");
    assert!(
        matches!(outcome, Err(CallError::Unavailable)),
        "{outcome:?}"
    );
    let outcome = calls.ping().await;
    assert!(
        matches!(outcome, Err(CallError::Unavailable)),
        "{outcome:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_never_lets_a_method_begin_is_cancelled() {
    for at in ["middleware", "draw", "on_activate", "on_connect"] {
        let world = limited(short()).await;
        let mut client = world.connect().await;
        let fragile = fragile(at, Fault::Waits);
        let endless = client.start(&fragile, "addDrawn", json!({}));
        // The client's end of the memory has handed it in once this is answered.
        client
            .settle(&crate::fragile::fragile("nowhere", Fault::None))
            .await;
        let start = Instant::now();
        world.app().shutdown().await;
        assert!(start.elapsed() < 10 * DRAIN, "{at}: {:?}", start.elapsed());
        let answer = client.answer(&endless).await;
        let answered = answer["code"] == "unavailable" || answer.get("error").is_none();
        assert!(answered, "{at}: {answer}");
        assert_eq!(world.app().manager().len(), 0, "{at}");
    }
}

#[tokio::test(start_paused = true)]
async fn on_deactivate_that_never_ends_is_cancelled() {
    let world = limited(short()).await;
    let mut client = world.connect().await;
    let fragile = fragile("on_deactivate", Fault::Waits);
    client.settle(&fragile).await;
    let start = Instant::now();
    world.app().shutdown().await;
    assert!(start.elapsed() < 10 * DRAIN, "{:?}", start.elapsed());
    assert_eq!(world.app().manager().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn shutting_down_twice_is_shutting_down_once() {
    let world = limited(short()).await;
    let mut client = world.connect().await;
    let fragile = fragile("nowhere", Fault::None);
    client.settle(&fragile).await;
    tokio::join!(world.app().shutdown(), world.app().shutdown());
    world.app().shutdown().await;
    let records = fragile.probe().records();
    let ends = records
        .iter()
        .filter(|record| *record == "on_deactivate")
        .count();
    assert_eq!(ends, 1, "{records:?}");
}

#[tokio::test(start_paused = true)]
async fn a_subscription_after_the_end_is_refused() {
    let world = limited(short()).await;
    let mut client = world.connect().await;
    world.app().shutdown().await;
    let fragile = fragile("nowhere", Fault::None);
    for kind in ["event:sub", "state:sub"] {
        client.send(&fragile.frame(kind));
        let refused = client.next().await;
        assert!(fragile.is("error", &refused), "{refused}");
        assert_eq!(refused["code"], "unavailable");
    }
    let answer = client.call(&fragile, "ping", json!({})).await;
    assert_eq!(answer["code"], "unavailable");
    assert_eq!(fragile.probe().records(), Vec::<String>::new());
}
