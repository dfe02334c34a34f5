//! Listeners of the manager that go wrong, or call back into it.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

use stagedoor::ManagerEvent::{ActorCreated, ActorDestroyed};
use stagedoor::Subscription;
use support::DEADLINE;

use crate::fragile::{Bomb, Fault, fragile, serves, world};

#[tokio::test(start_paused = true)]
async fn a_listener_that_panics_harms_nobody() {
    let world = world().await;
    let manager = world.app().manager();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let _panicking = [ActorCreated, ActorDestroyed]
        .map(|event| manager.on(event, |instance| panic!("hush: {}", instance.id)));
    let _hearing = [ActorCreated, ActorDestroyed].map(|event| {
        let heard = heard.clone();
        manager.on(event, move |instance| {
            heard
                .lock()
                .expect("nothing panics here")
                .push((event, instance.id.clone()));
        })
    });
    let mut client = world.connect().await;
    let fragile = fragile("nowhere", Fault::None);
    for _ in 0..2 {
        serves(&mut client, &fragile, &["on_activate", "on_connect"]).await;
        assert!(manager.destroy("fragile", &fragile.id).await);
    }
    let id = fragile.id;
    let life = [(ActorCreated, id.clone()), (ActorDestroyed, id)];
    assert_eq!(
        *heard.lock().expect("nothing panics here"),
        [life.clone(), life].concat()
    );
}

#[tokio::test(start_paused = true)]
async fn a_listener_may_ask_the_manager_and_end_itself() {
    let world = world().await;
    let manager = world.app().manager();
    let own: Arc<Mutex<Option<Subscription>>> = Arc::default();
    let subscription = manager.on(ActorCreated, {
        let (manager, own) = (manager.clone(), own.clone());
        move |instance| {
            assert_eq!(manager.len(), 1);
            assert_eq!(manager.list(), std::slice::from_ref(instance));
            drop(own.lock().expect("nothing panics here").take());
        }
    });
    *own.lock().expect("nothing panics here") = Some(subscription);
    let mut client = world.connect().await;
    let first = fragile("nowhere", Fault::None);
    client.settle(&first).await;
    assert!(
        own.lock().expect("nothing panics here").is_none(),
        "it was called"
    );
    // It would not find itself alone now, but it is called no more.
    client.settle(&fragile("nowhere", Fault::None)).await;
}

#[tokio::test(start_paused = true)]
async fn a_listener_that_holds_another_is_dropped_with_it() {
    let manager = world().await.app().manager().clone();
    let (dropped, wait) = channel();
    // A thread of its own, which a deadlock would not let go.
    thread::spawn(move || {
        let inner = Mutex::new(manager.on(ActorCreated, |_| {}));
        let outer = manager.on(ActorDestroyed, move |_| drop(inner.lock()));
        drop(outer);
        dropped.send(())
    });
    let dropped = wait.recv_timeout(DEADLINE);
    dropped.expect("nothing is locked while a listener is dropped");
}

#[tokio::test(start_paused = true)]
async fn a_listener_that_panics_when_it_is_dropped_harms_nobody() {
    let world = world().await;
    let manager = world.app().manager();
    let bomb = Mutex::new(Bomb);
    let ended = manager.on(ActorCreated, move |_| drop(bomb.lock()));
    ended.unsubscribe();

    // One that ends itself is dropped by whoever calls it.
    let own: Arc<Mutex<Option<Subscription>>> = Arc::default();
    let bomb = Mutex::new(Bomb);
    let subscription = manager.on(ActorCreated, {
        let own = own.clone();
        move |_| {
            drop(bomb.lock());
            drop(own.lock().expect("nothing panics here").take());
        }
    });
    *own.lock().expect("nothing panics here") = Some(subscription);
    let fragile = fragile("nowhere", Fault::None);
    let mut client = world.connect().await;
    serves(&mut client, &fragile, &["on_activate", "on_connect"]).await;
}
