//! Methods that go wrong, and what runs before them: one answer each, nothing
//! left behind, the next call served.

use serde_json::{Value, json};
use stagedoor::prelude::CallError;

use crate::fragile::{Fault, Fragile, fragile, serves, world};

#[tokio::test(start_paused = true)]
async fn a_method_that_goes_wrong_leaves_nothing() {
    let world = world().await;
    let mut client = world.connect().await;
    for fault in Fault::ENDING {
        let fragile = fragile("nowhere", Fault::None);
        let before = ["on_activate", "on_connect", "before"];
        client.listen(&fragile).await;
        client.watch(&fragile).await;
        client
            .result(&fragile, "add", json!({ "what": "before" }))
            .await;
        assert_eq!(client.settled_frames(&fragile).await.len(), 2);

        let answer = client
            .call(&fragile, "goWrong", json!({ "fault": fault }))
            .await;
        match fault {
            Fault::Fails => assert_eq!(answer["error"], "It failed"),
            _ => assert_eq!(answer["code"], "internal"),
        }
        let frames = client.settled_frames(&fragile).await;
        assert_eq!(frames, Vec::<Value>::new(), "{fault:?}");
        serves(&mut client, &fragile, &before).await;
        let state = client.watch(&fragile).await;
        assert_eq!(
            state["entries"],
            json!([&before[..], &["served"]].concat()),
            "{fault:?}"
        );
    }
}

/// The hooks that ran ahead of it are turns of their own.
#[tokio::test(start_paused = true)]
async fn a_first_call_that_goes_wrong_keeps_what_hooks_did() {
    let world = world().await;
    let mut client = world.connect().await;
    for fault in Fault::ENDING {
        let fragile = fragile("nowhere", Fault::None);
        let answer = client
            .call(&fragile, "goWrong", json!({ "fault": fault }))
            .await;
        assert!(answer["error"].is_string(), "{answer}");
        serves(&mut client, &fragile, &["on_activate", "on_connect"]).await;
    }
}

/// Nobody waits for it any more, which is no reason to leave it half done.
#[tokio::test(start_paused = true)]
async fn a_call_in_the_process_that_nobody_waits_for_is_whole() {
    let world = world().await;
    let mut client = world.connect().await;
    let fragile = fragile("nowhere", Fault::None);
    client.watch(&fragile).await;
    let calls = world.app().actor::<Fragile>(&fragile.id);
    for yields in 0..20 {
        let call = calls.add_slowly(format!("slow {yields}"));
        let mut call = Box::pin(call);
        for _ in 0..yields {
            if futures_util::poll!(&mut call).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(call);
    }
    client.settle(&fragile).await;
    let state = client.watch(&fragile).await;
    let entries = state["entries"].as_array().expect("a list");
    // Each call noted its beginning and its end, or neither.
    let slow: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry.to_string().contains("slow"))
        .collect();
    for both in slow.chunks(2) {
        assert_eq!(both[0], both[1], "{entries:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_in_the_process_that_goes_wrong_is_answered() {
    let world = world().await;
    let fragile = fragile("nowhere", Fault::None);
    let calls = world.app().actor::<Fragile>(&fragile.id);
    for fault in Fault::ENDING {
        let outcome = calls.go_wrong(fault).await;
        match (fault, outcome) {
            (Fault::Fails, Err(CallError::Method(text))) => assert_eq!(text, "It failed"),
            (_, Err(CallError::Internal)) => {}
            (_, outcome) => panic!("{fault:?}: {outcome:?}"),
        }
    }
    let entries = calls.add("served".to_owned()).await.expect("it succeeds");
    assert_eq!(entries, ["on_activate", "served"]);
}

#[tokio::test(start_paused = true)]
async fn what_runs_before_a_method_may_go_wrong() {
    let world = world().await;
    let mut client = world.connect().await;
    for at in ["middleware", "draw"] {
        for fault in Fault::ENDING {
            let fragile = fragile(at, fault);
            for _ in 0..2 {
                let answer = client.call(&fragile, "addDrawn", json!({})).await;
                match fault {
                    Fault::Fails => {
                        assert_eq!(answer["error"], "It failed", "{answer}");
                        assert_eq!(answer["code"], "denied");
                    }
                    _ => assert_eq!(answer["code"], "internal", "{at} {fault:?}: {answer}"),
                }
            }
            assert!(!world.has(&fragile), "{at} {fault:?}");
        }
    }
    let fragile = fragile("nowhere", Fault::None);
    client.result(&fragile, "addDrawn", json!({})).await;
    serves(
        &mut client,
        &fragile,
        &["on_activate", "on_connect", "drawn"],
    )
    .await;
}
