//! Lifecycle hooks that go wrong are as if they had never run.

use serde_json::{Value, json};
use support::{Client, Instance};

use crate::fragile::{Fault, fragile, serves, world};

#[tokio::test(start_paused = true)]
async fn on_activate_that_goes_wrong_never_ran() {
    for fault in Fault::ENDING {
        let world = world().await;
        let mut client = world.connect().await;
        let fragile = fragile("on_activate", fault);
        client.listen(&fragile).await;
        assert_eq!(
            client.watch(&fragile).await,
            json!({ "entries": ["on_connect"] })
        );
        serves(&mut client, &fragile, &["on_connect"]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn on_connect_that_goes_wrong_never_ran() {
    for fault in Fault::ENDING {
        let world = world().await;
        let mut member = world.connect().await;
        let fragile = fragile("on_connect", fault);
        follow(&mut member, &fragile).await;
        let mut newcomers = Vec::new();
        for first in ["rpc", "event:sub", "state:sub"] {
            let mut newcomer = world.connect().await;
            match first {
                "rpc" => newcomer.settle(&fragile).await,
                _ => newcomer.send(&fragile.frame(first)),
            }
            newcomer.settle(&fragile).await;
            // Kept, so that nobody disconnects.
            newcomers.push(newcomer);
        }
        assert_eq!(member.settled_frames(&fragile).await, Vec::<Value>::new());
        serves(&mut member, &fragile, &["on_activate"]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn on_disconnect_that_goes_wrong_never_ran() {
    for fault in Fault::ENDING {
        let world = world().await;
        let (mut leaves, mut stays) = (world.connect().await, world.connect().await);
        let fragile = fragile("on_disconnect", fault);
        leaves.listen(&fragile).await;
        follow(&mut stays, &fragile).await;
        drop(leaves);
        fragile.probe().recorded("on_disconnect").await;
        assert_eq!(stays.settled_frames(&fragile).await, Vec::<Value>::new());
        serves(
            &mut stays,
            &fragile,
            &["on_activate", "on_connect", "on_connect"],
        )
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn on_deactivate_that_goes_wrong_never_ran() {
    for fault in Fault::ENDING {
        let world = world().await;
        let mut client = world.connect().await;
        let fragile = fragile("on_deactivate", fault);
        follow(&mut client, &fragile).await;
        assert!(world.app().manager().destroy("fragile", &fragile.id).await);
        assert!(!world.has(&fragile));
        let end = client.next().await;
        assert_eq!(end["code"], "destroyed", "nothing comes before it: {end}");
        serves(&mut client, &fragile, &["on_activate", "on_connect"]).await;
    }
}

/// A shutdown gets past each hook that goes wrong, also past those that never end.
#[tokio::test(start_paused = true)]
async fn a_shutdown_gets_past_every_hook() {
    let faults = [
        Fault::Fails,
        Fault::Panics,
        Fault::PanicsLate,
        Fault::PanicsTwice,
        Fault::Waits,
    ];
    for at in [
        "on_activate",
        "on_connect",
        "on_disconnect",
        "on_deactivate",
    ] {
        for fault in faults {
            let world = world().await;
            let mut client = world.connect().await;
            let (bad, good) = (fragile(at, fault), fragile("nowhere", Fault::None));
            client.settle(&good).await;
            if at == "on_disconnect" {
                world.connect().await.settle(&bad).await;
                bad.probe().recorded(at).await;
            }
            let id = client.start(&bad, "ping", json!({}));
            bad.probe().recorded("on_activate").await;
            let app = world.app().clone();
            app.shutdown().await;
            let answer = client.answer(&id).await;
            let unavailable = answer["code"] == "unavailable";
            assert!(
                unavailable || answer.get("error").is_none(),
                "{at} {fault:?}: {answer}"
            );
            good.probe().recorded("on_deactivate").await;
            assert_eq!(app.manager().len(), 0, "{at} {fault:?}");
        }
    }
}

/// Subscribes to everything and forgets what came so far.
async fn follow(client: &mut Client, fragile: &Instance) {
    client.listen(fragile).await;
    client.watch(fragile).await;
    client.settled_frames(fragile).await;
}
