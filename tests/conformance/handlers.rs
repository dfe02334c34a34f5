//! The handlers as an adapter sees them: what its futures mean, and who may connect.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use stagedoor::{Connection, Frame, Handlers};
use support::{DEADLINE, FakeConnection, Instance, check};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use crate::actors;

#[tokio::test]
async fn a_message_is_processed_once_its_answer_is_sent() {
    let handlers = Handlers::new(actors::app());
    let mut adapter = Adapter::connect(&handlers);
    let desk = Instance::unique("desk");
    let processed = adapter.message(&desk.rpc("1", "wait", json!({})));
    desk.probe().entered().await;
    let mut processed = std::pin::pin!(processed);
    assert!(futures_util::poll!(&mut processed).is_pending());
    assert!(adapter.frames.is_empty());
    desk.probe().open();
    timeout(DEADLINE, processed).await.expect("it is processed");
    assert_eq!(
        adapter.answered(),
        json!({ "type": "rpc:result", "id": "1" })
    );

    let snapshot = adapter.message(&desk.frame("state:sub"));
    timeout(DEADLINE, snapshot).await.expect("it is processed");
    assert_eq!(adapter.answered(), desk.snapshot(json!({ "drawers": 0 })));
    for bad in [
        json!({}),
        json!({ "type": "rpc" }),
        Instance::unique("missing").frame("event:sub"),
    ] {
        timeout(DEADLINE, adapter.message(&bad))
            .await
            .expect("it is processed");
        assert_eq!(adapter.answered()["type"], "error");
    }
}

#[tokio::test]
async fn dropping_a_message_cancels_nothing() {
    let handlers = Handlers::new(actors::app());
    let mut adapter = Adapter::connect(&handlers);
    let desk = Instance::unique("desk");
    drop(adapter.message(&desk.rpc("1", "wait", json!({}))));
    drop(adapter.message(&desk.rpc("2", "sign", json!({ "number": 2 }))));
    desk.probe().entered().await;
    desk.probe().open();
    desk.probe().recorded("2").await;
    for id in ["1", "2"] {
        let frame = timeout(DEADLINE, adapter.frames.recv())
            .await
            .expect("it is answered");
        assert_eq!(
            json!({ "type": "rpc:result", "id": id }).to_string().len(),
            frame.as_ref().map_or(0, String::len)
        );
    }
}

#[tokio::test]
async fn a_close_is_processed_once_the_hooks_have_run() {
    let handlers = Handlers::new(actors::app());
    let adapter = Adapter::connect(&handlers);
    let journals = [(); 3].map(|()| Instance::unique("journal"));
    for journal in &journals {
        adapter.message(&journal.rpc("1", "ping", json!({}))).await;
    }
    handlers.on_close(&*adapter.connection).await;
    let disconnect = format!("disconnect {}", adapter.connection.id());
    for journal in &journals {
        assert_eq!(journal.probe().records().last(), Some(&disconnect));
    }
    // Once more is nothing.
    handlers.on_close(&*adapter.connection).await;
    for journal in &journals {
        assert_eq!(journal.probe().records().len(), 3);
    }
}

#[tokio::test]
async fn an_id_is_for_one_open_connection() {
    let handlers = Handlers::new(actors::app());
    let mut adapter = Adapter::connect(&handlers);
    let (frames, mut other_frames) = unbounded_channel();
    let namesake = Arc::new(Namesake {
        id: adapter.connection.id().to_owned(),
        frames: FakeConnection::new(frames),
    });
    assert!(handlers.on_connection(namesake.clone()).is_err());
    assert!(other_frames.try_recv().is_err(), "not even a welcome");
    // The first is as it was.
    let desk = Instance::unique("desk");
    adapter.message(&desk.rpc("1", "ping", json!({}))).await;
    assert_eq!(
        adapter.answered(),
        json!({ "type": "rpc:result", "id": "1" })
    );

    handlers.on_close(&*adapter.connection).await;
    assert!(
        handlers.on_connection(namesake).is_ok(),
        "the id is free again"
    );
    let welcome = other_frames.try_recv().expect("it is sent at once");
    assert_eq!(
        check(&welcome).expect("a frame")["clientId"],
        adapter.connection.id()
    );
}

#[tokio::test]
async fn an_unknown_connection_reaches_nothing() {
    let app = actors::app();
    let handlers = Handlers::new(app.clone());
    let (frames, mut received) = unbounded_channel();
    let stranger = FakeConnection::new(frames);
    let journal = Instance::unique("journal");
    handlers
        .on_message(&stranger, &journal.rpc("1", "ping", json!({})).to_string())
        .await;
    handlers.on_close(&stranger).await;
    assert!(received.try_recv().is_err());
    assert_eq!(app.manager().len(), 0);
}

#[tokio::test]
async fn handlers_of_one_app_share_its_instances() {
    let app = actors::app();
    let (first, second) = (Handlers::new(app.clone()), Handlers::new(app));
    let (mut here, there) = (Adapter::connect(&first), Adapter::connect(&second));
    let counter = Instance::unique("counter");
    here.message(&counter.frame("event:sub")).await;
    there
        .message(&counter.rpc("1", "add", json!({ "by": 2 })))
        .await;
    assert_eq!(
        here.answered(),
        counter.event("changed", json!({ "value": 2 }))
    );
}

#[tokio::test]
async fn an_identity_reaches_what_is_drawn() {
    let handlers = Handlers::new(actors::app());
    let (frames, mut received) = unbounded_channel();
    let connection = Arc::new(Known(FakeConnection::new(frames)));
    handlers
        .on_connection(connection.clone())
        .expect("the id is free");
    let desk = Instance::unique("desk");
    let call = desk.rpc("1", "whoami", json!({})).to_string();
    handlers.on_message(&*connection, &call).await;
    let _welcome = received.try_recv().expect("it is sent");
    let answer = check(&received.try_recv().expect("it is sent")).expect("a frame");
    assert_eq!(
        answer,
        json!({ "type": "rpc:result", "id": "1", "result": "ada" })
    );
}

/// What an adapter holds: the handlers, a connection, and the frames it was given.
struct Adapter {
    handlers: Handlers,
    connection: Arc<FakeConnection>,
    frames: UnboundedReceiver<String>,
}

impl Adapter {
    fn connect(handlers: &Handlers) -> Self {
        let (sender, mut frames) = unbounded_channel();
        let connection = Arc::new(FakeConnection::new(sender));
        handlers
            .on_connection(connection.clone())
            .expect("the id is free");
        let welcome = frames.try_recv().expect("the welcome is sent at once");
        assert_eq!(
            check(&welcome).expect("a frame")["clientId"],
            connection.id()
        );
        Self {
            handlers: handlers.clone(),
            connection,
            frames,
        }
    }

    fn message(&self, frame: &Value) -> stagedoor::Processed {
        self.handlers
            .on_message(&*self.connection, &frame.to_string())
    }

    /// The one frame that must have been sent by now.
    fn answered(&mut self) -> Value {
        let frame = self.frames.try_recv().expect("it is answered by now");
        assert!(self.frames.is_empty(), "one frame is the answer");
        check(&frame).expect("a frame")
    }
}

/// A connection that takes another's id.
struct Namesake {
    id: String,
    frames: FakeConnection,
}

impl Connection for Namesake {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, frame: Frame) {
        self.frames.send(frame);
    }
}

/// A connection of somebody the transport knows.
struct Known(FakeConnection);

impl Connection for Known {
    fn id(&self) -> &str {
        self.0.id()
    }

    fn send(&self, frame: Frame) {
        self.0.send(frame);
    }

    fn user_id(&self) -> Option<&str> {
        Some("ada")
    }

    fn claims(&self) -> Option<&Map<String, Value>> {
        None
    }

    fn scope(&self) -> Option<&BTreeMap<String, String>> {
        None
    }
}
