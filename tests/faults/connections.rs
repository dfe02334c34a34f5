//! Transports that go wrong: nobody but themselves notices.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use serde_json::{Value, json};
use stagedoor::{Connection, Frame, Handlers};
use support::{DEADLINE, Instance, Probe};

use crate::fragile::{Fault, fragile, serves, world};

/// A connection that panics when it is sent to, from when it is told to.
struct Panicking {
    id: String,
    armed: AtomicBool,
}

impl Panicking {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            id: Probe::unique_id(),
            armed: AtomicBool::new(false),
        })
    }
}

impl Connection for Panicking {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, _: Frame) {
        assert!(!self.armed.load(Ordering::SeqCst), "hush: sent to");
    }
}

#[tokio::test(start_paused = true)]
async fn a_panicking_subscriber_harms_nobody() {
    let world = world().await;
    let handlers = Handlers::new(world.app().clone());
    let mut witness = world.connect().await;
    let fragile = fragile("nowhere", Fault::None);
    // One on each side of the witness, in whatever order they are served.
    let panicking = [(); 4].map(|()| Panicking::new());
    for connection in &panicking {
        handlers
            .on_connection(connection.clone())
            .expect("the id is free");
        subscribe(&handlers, connection, &fragile).await;
    }
    witness.listen(&fragile).await;
    witness.watch(&fragile).await;
    let entries = entries_so_far(&mut witness, &fragile).await;
    for connection in &panicking {
        connection.armed.store(true, Ordering::SeqCst);
    }
    let answer = witness
        .result(&fragile, "add", json!({ "what": "told" }))
        .await;
    assert_eq!(answer, json!([&entries[..], &[json!("told")]].concat()));
    let frames = witness.settled_frames(&fragile).await;
    assert_eq!(frames.len(), 2, "{frames:?}");

    // Its own calls run, snapshots and answers are lost, and it can leave.
    for connection in &panicking {
        let call = fragile
            .rpc("1", "add", json!({ "what": "unheard" }))
            .to_string();
        handlers.on_message(&**connection, &call).await;
        subscribe(&handlers, connection, &fragile).await;
        handlers.on_message(&**connection, "{").await;
        handlers.on_close(&**connection).await;
    }
    let entries = entries_so_far(&mut witness, &fragile).await;
    let count = |what: &str| entries.iter().filter(|entry| **entry == what).count();
    assert_eq!(
        (count("unheard"), count("on_disconnect")),
        (4, 4),
        "{entries:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_panics_at_its_welcome_harms_nobody() {
    let world = world().await;
    let handlers = Handlers::new(world.app().clone());
    let connection = Panicking::new();
    connection.armed.store(true, Ordering::SeqCst);
    let _ = handlers.on_connection(connection.clone());
    let fragile = fragile("nowhere", Fault::None);
    let mut witness = world.connect().await;
    witness.settle(&fragile).await;
    handlers.on_close(&*connection).await;
    // The id is free again.
    connection.armed.store(false, Ordering::SeqCst);
    handlers.on_connection(connection).expect("the id is free");
    serves(&mut witness, &fragile, &["on_activate", "on_connect"]).await;
}

/// A connection may find out while it is sent to that it is dead, and the
/// natural thing to do then is to say so at once.
#[test]
fn a_connection_may_close_itself_while_it_is_sent_to() {
    struct Closing {
        id: String,
        handlers: Handlers,
        armed: AtomicBool,
    }

    impl Connection for Closing {
        fn id(&self) -> &str {
            &self.id
        }

        fn send(&self, _: Frame) {
            if self.armed.load(Ordering::SeqCst) {
                drop(self.handlers.on_close(self));
            }
        }
    }

    in_time(async {
        let world = world().await;
        let handlers = Handlers::new(world.app().clone());
        let mut witness = world.connect().await;
        let fragile = fragile("nowhere", Fault::None);
        let closing = Arc::new(Closing {
            id: Probe::unique_id(),
            handlers: handlers.clone(),
            armed: AtomicBool::new(false),
        });
        handlers
            .on_connection(closing.clone())
            .expect("the id is free");
        subscribe(&handlers, &closing, &fragile).await;
        witness.settle(&fragile).await;
        closing.armed.store(true, Ordering::SeqCst);
        witness
            .result(&fragile, "add", json!({ "what": "told" }))
            .await;
        fragile.probe().recorded("on_disconnect").await;
        witness.settle(&fragile).await;
    });
}

/// Runs a test that could block its thread for good, in a thread of its own.
fn in_time(test: impl Future<Output = ()> + Send + 'static) {
    let (done, wait) = sync_channel(1);
    let running = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime starts").block_on(test);
        let _ = done.send(());
    });
    assert!(
        wait.recv_timeout(DEADLINE).is_ok(),
        "it is stuck, or has failed"
    );
    running.join().expect("it is done");
}

async fn subscribe(handlers: &Handlers, connection: &Arc<impl Connection>, to: &Instance) {
    for kind in ["event:sub", "state:sub"] {
        handlers
            .on_message(&**connection, &to.frame(kind).to_string())
            .await;
    }
}

async fn entries_so_far(client: &mut support::Client, fragile: &Instance) -> Vec<Value> {
    let state = client.watch(fragile).await;
    let _ = client.settled_frames(fragile).await;
    state["entries"].as_array().expect("a list").clone()
}
