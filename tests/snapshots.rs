//! Snapshots that take long to write: turns go on meanwhile, and what each
//! client gets is in order all the same.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use stagedoor::prelude::*;
use stagedoor::{Handlers, Limits, PatchChecks};
use support::{Client, FakeConnection, Instance, Replica, Transport, World};
use tokio::sync::mpsc::unbounded_channel;

/// Longer than a snapshot that is written at once.
const LONG: usize = 100_000;

/// A board with a long text, behind which writing stops until the gate opens.
#[actor]
struct Board {
    count: u64,
    filler: String,
    #[actor(opaque)]
    gate: Gate,
    notes: List<String>,
}

#[actor]
impl Board {
    #[method]
    fn fill(&mut self, gate: String) {
        self.filler = "x".repeat(LONG);
        self.gate = Gate(gate);
    }

    #[method]
    fn increment(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    #[method]
    fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    #[method]
    fn echo(&self, text: String) -> String {
        text
    }

    #[method]
    fn ping(&self) {}
}

/// A value that is written only while the gate of its name is open.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, schemars::JsonSchema)]
struct Gate(String);

impl Serialize for Gate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &*self.0 {
            "" => {}
            "fails" => return Err(serde::ser::Error::custom("it is broken")),
            "panics" => panic!("it is broken"),
            name => Lock::of(name).pass(),
        }
        serializer.serialize_str(&self.0)
    }
}

/// The state of a gate.
struct Lock {
    open: Mutex<bool>,
    changed: Condvar,
    /// How often somebody came to it.
    visits: AtomicUsize,
    arrived: tokio::sync::Notify,
}

impl Lock {
    fn of(name: &str) -> Arc<Self> {
        static LOCKS: Mutex<Vec<(String, Arc<Lock>)>> = Mutex::new(Vec::new());
        let mut locks = LOCKS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, lock)) = locks.iter().find(|(known, _)| known == name) {
            return Arc::clone(lock);
        }
        let lock = Arc::new(Lock {
            open: Mutex::new(true),
            changed: Condvar::new(),
            visits: AtomicUsize::new(0),
            arrived: tokio::sync::Notify::new(),
        });
        locks.push((name.to_owned(), Arc::clone(&lock)));
        lock
    }

    fn pass(&self) {
        self.visits.fetch_add(1, Ordering::SeqCst);
        self.arrived.notify_one();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        while !*open {
            open = self
                .changed
                .wait(open)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn set(&self, open: bool) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = open;
        self.changed.notify_all();
    }

    fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

/// A board whose snapshot is long, and the gate in it, closed.
struct Scene {
    world: World,
    board: Instance,
    gate: Arc<Lock>,
    writer: Client,
}

impl Scene {
    async fn open() -> Self {
        Self::open_within(Limits::default()).await
    }

    async fn open_within(limits: Limits) -> Self {
        let scene = Self::with_gate(None, limits).await;
        scene.gate.set(false);
        scene
    }

    /// A board whose writing does what the gate's name says.
    async fn with_gate(name: Option<&str>, limits: Limits) -> Self {
        // A check would write the state, and stop at the gate.
        let app = App::new()
            .actor::<Board>()
            .limits(limits)
            .patch_checks(PatchChecks::Never);
        let app = app.build().expect("it is an app");
        let world = World::open(Transport::Memory, app).await;
        let board = Instance::unique("board");
        let mut writer = world.connect().await;
        let name = name.unwrap_or(&board.id);
        let filled = json!({ "gate": name });
        writer.result(&board, "fill", filled).await;
        let gate = Lock::of(name);
        Self {
            world,
            board,
            gate,
            writer,
        }
    }

    /// A client that waits for its snapshot.
    async fn waiting(&self) -> Client {
        let mut reader = self.world.connect().await;
        let visits = self.gate.visits();
        reader.send(&self.board.frame("state:sub"));
        while self.gate.visits() == visits {
            self.gate.arrived.notified().await;
        }
        reader
    }

    async fn increment(&mut self) -> Value {
        self.writer
            .result(&self.board, "increment", json!({}))
            .await
    }
}

/// The kinds of some frames.
fn kinds(frames: &[Value]) -> Vec<&str> {
    frames
        .iter()
        .filter_map(|frame| frame["type"].as_str())
        .collect()
}

#[tokio::test]
async fn writers_go_on_while_a_long_snapshot_is_written() {
    let mut scene = Scene::open().await;
    let mut reader = scene.waiting().await;
    for count in 1..=3 {
        assert_eq!(scene.increment().await, json!(count));
    }
    assert_eq!(reader.unread(), Vec::<Value>::new());
    scene.gate.set(true);
    let frames = reader.settled_frames(&scene.board).await;
    assert_eq!(
        kinds(&frames),
        [
            "state:snapshot",
            "state:patch",
            "state:patch",
            "state:patch"
        ]
    );
    assert_eq!(frames[0]["state"]["count"], 0, "as of the subscription");
    let mut replica = Replica::new();
    replica.apply_all(&frames);
    assert_eq!(replica.state()["count"], 3);

    scene.increment().await;
    let frames = reader.settled_frames(&scene.board).await;
    assert_eq!(kinds(&frames), ["state:patch"], "and on it goes");
}

#[tokio::test]
async fn what_follows_a_subscription_comes_behind_its_snapshot() {
    let mut scene = Scene::open().await;
    let mut reader = scene.waiting().await;
    let other = Instance::unique("board");
    let on_this = reader.start(&scene.board, "increment", json!({}));
    let on_other = reader.start(&other, "increment", json!({}));
    scene.writer.settle(&scene.board).await;
    scene.writer.settle(&other).await;
    assert_eq!(reader.unread(), Vec::<Value>::new());
    scene.gate.set(true);
    let frames = reader.settled_frames(&scene.board).await;
    assert_eq!(kinds(&frames[..2]), ["state:snapshot", "state:patch"]);
    let mut answered = [&frames[2]["id"], &frames[3]["id"]].map(Value::to_string);
    answered.sort();
    assert_eq!(
        answered,
        [on_this, on_other].map(|id| json!(id).to_string())
    );
}

#[tokio::test]
async fn a_snapshot_is_written_once_for_all_who_wait() {
    let mut scene = Scene::open().await;
    let mut readers = vec![scene.waiting().await];
    for _ in 0..20 {
        let mut reader = scene.world.connect().await;
        reader.send(&scene.board.frame("state:sub"));
        readers.push(reader);
    }
    scene.writer.settle(&scene.board).await;
    scene.increment().await;
    for _ in 0..20 {
        let mut reader = scene.world.connect().await;
        reader.send(&scene.board.frame("state:sub"));
        readers.push(reader);
    }
    scene.writer.settle(&scene.board).await;
    scene.gate.set(true);
    for reader in &mut readers {
        let frames = reader.settled_frames(&scene.board).await;
        let mut replica = Replica::new();
        replica.apply_all(&frames);
        assert_eq!(replica.state()["count"], 1);
    }
    assert_eq!(
        scene.gate.visits(),
        2,
        "once for those before the change and once for those after"
    );
}

#[tokio::test]
async fn what_is_too_much_to_keep_comes_as_one_patch() {
    let mut scene = Scene::open().await;
    let mut reader = scene.waiting().await;
    for _ in 0..30 {
        let note = json!({ "text": "y".repeat(50_000) });
        scene.writer.result(&scene.board, "note", note).await;
    }
    scene.gate.set(true);
    let frames = reader.settled_frames(&scene.board).await;
    assert_eq!(kinds(&frames), ["state:snapshot", "state:patch"]);
    let mut replica = Replica::new();
    replica.apply_all(&frames);
    assert_eq!(replica.state()["notes"].as_array().map(Vec::len), Some(30));
}

#[tokio::test]
async fn no_more_waits_behind_a_snapshot_than_for_a_slow_connection() {
    let limits = Limits {
        queued_bytes: 1 << 20,
        ..Limits::default()
    };
    let mut scene = Scene::open_within(limits).await;
    let mut reader = scene.waiting().await;
    let mut calls = Vec::new();
    for _ in 0..30 {
        let text = json!({ "text": "z".repeat(50_000) });
        calls.push(reader.start(&scene.board, "echo", text));
    }
    // They come although the gate is closed, and in order.
    for call in calls {
        assert_eq!(reader.next().await["id"], call.as_str());
    }
    scene.increment().await;
    scene.gate.set(true);
    let mut replica = Replica::new();
    while replica.is_empty() || replica.state()["count"] != 1 {
        replica.apply(&reader.next().await);
    }
}

#[tokio::test]
async fn a_waiting_subscription_can_be_taken_back() {
    let mut scene = Scene::open().await;
    let mut reader = scene.waiting().await;
    reader.send(&scene.board.frame("state:unsub"));
    reader.settle(&scene.board).await;
    scene.increment().await;
    scene.gate.set(true);
    assert_eq!(
        reader.settled_frames(&scene.board).await,
        Vec::<Value>::new()
    );
    scene.world.shutdown().await;
}

#[tokio::test]
async fn subscribing_again_while_waiting_gives_a_fresh_snapshot() {
    let mut scene = Scene::open().await;
    let mut reader = scene.waiting().await;
    scene.increment().await;
    for _ in 0..100 {
        reader.send(&scene.board.frame("state:sub"));
    }
    scene.writer.settle(&scene.board).await;
    scene.increment().await;
    scene.gate.set(true);
    let frames = reader.settled_frames(&scene.board).await;
    assert!(frames.len() < 6, "{} frames", frames.len());
    let mut replica = Replica::new();
    replica.apply_all(&frames);
    assert_eq!(replica.state()["count"], 2);
    scene.increment().await;
    replica.apply_all(&reader.settled_frames(&scene.board).await);
    assert_eq!(replica.state()["count"], 3);
}

#[tokio::test]
async fn who_waits_is_told_that_the_instance_ends() {
    let mut scene = Scene::open().await;
    let mut reader = scene.waiting().await;
    let manager = scene.world.app().manager();
    assert!(manager.destroy("board", &scene.board.id).await);
    let gone = reader.next().await;
    assert_eq!(
        (&gone["type"], &gone["code"]),
        (&json!("error"), &json!("destroyed"))
    );
    // The next life does not meet the snapshot of the one before.
    assert_eq!(scene.increment().await, json!(1));
    scene.gate.set(true);
    assert_eq!(
        reader.settled_frames(&scene.board).await,
        Vec::<Value>::new()
    );
    assert_eq!(reader.watch(&scene.board).await["count"], 1);
}

#[tokio::test]
async fn a_connection_that_closes_while_it_waits_leaves_nothing_behind() {
    let mut scene = Scene::open().await;
    let reader = scene.waiting().await;
    drop(reader);
    scene.increment().await;
    scene.gate.set(true);
    let mut reader = scene.world.connect().await;
    assert_eq!(reader.watch(&scene.board).await["count"], 1);
    scene.world.shutdown().await;
}

#[tokio::test]
async fn a_long_snapshot_that_cannot_be_written_refuses_the_subscription() {
    for broken in ["fails", "panics"] {
        let mut scene = Scene::with_gate(Some(broken), Limits::default()).await;
        let mut reader = scene.world.connect().await;
        reader.send(&scene.board.frame("state:sub"));
        let refused = reader.next().await;
        assert_eq!(refused["code"], "internal", "{broken}: {refused}");
        let mended = json!({ "gate": "" });
        scene.writer.result(&scene.board, "fill", mended).await;
        assert_eq!(reader.watch(&scene.board).await["gate"], "");
    }
}

/// What adapters acknowledge then is what has been answered.
#[tokio::test]
async fn what_is_refused_is_processed_once_its_answer_has_left() {
    let limits = Limits {
        frame_bytes: 1_000,
        calls_in_flight: 0,
        ..Limits::default()
    };
    let app = App::new().actor::<Board>().limits(limits);
    let app = app.patch_checks(PatchChecks::Never).build();
    let handlers = Handlers::new(app.expect("it is an app"));
    let board = Instance::unique("board");
    let handle = handlers.app().actor::<Board>(&board.id);
    handle.fill(board.id.clone()).await.expect("it is filled");
    let gate = Lock::of(&board.id);
    gate.set(false);
    let (frames, mut sent) = unbounded_channel();
    let connection = Arc::new(FakeConnection::new(frames));
    let opened = handlers.on_connection(connection.clone());
    opened.expect("its id is its own");
    drop(sent.recv().await);
    let subscribe = board.frame("state:sub").to_string();
    drop(handlers.on_message(&*connection, &subscribe));
    gate.arrived.notified().await;

    let nobody = Instance::new("nobody", "1");
    let refused = [
        "{".to_owned(),
        "x".repeat(1_001),
        board.rpc("1", "ping", json!({})).to_string(),
        nobody.frame("state:sub").to_string(),
        nobody.frame("state:unsub").to_string(),
        Instance::new("board", "x".repeat(300))
            .frame("event:sub")
            .to_string(),
    ];
    let mut processed = refused.map(|text| handlers.on_message(&*connection, &text));
    let mut waiting = 0;
    for each in &mut processed {
        waiting += usize::from(futures_util::poll!(each).is_pending());
    }
    let early = sent.len();
    // A test that fails before this would never end.
    gate.set(true);
    assert_eq!((waiting, early), (6, 0));
    for each in processed {
        each.await;
    }
    assert_eq!(sent.len(), 7);
}
