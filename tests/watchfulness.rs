//! What the runtime watches over by itself: that patches lead where they
//! should, and that no plain field makes every call slow.

use std::io;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use stagedoor::PatchChecks;
use stagedoor::prelude::*;
use support::{Client, Instance, Replica, Transport, World};
use tracing::subscriber::DefaultGuard;

const SNAPSHOT: &str = "state:snapshot";
const PATCH: &str = "state:patch";

/// A label whose `==` does not look at its note.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
struct Label {
    text: String,
    note: String,
}

impl PartialEq for Label {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// A shelf with a label that is compared wrongly, and with plain goods.
#[actor]
struct Shelf {
    count: u64,
    #[actor(opaque)]
    label: Label,
    goods: Vec<String>,
    stock: List<String>,
}

#[actor]
impl Shelf {
    #[method]
    fn annotate(&mut self, note: String) {
        self.label.note = note;
        self.count += 1;
    }

    #[method]
    fn fill(&mut self, pieces: usize) {
        let goods = (0..pieces).map(|piece| format!("piece number {piece}"));
        self.goods = goods.clone().collect();
        self.stock = goods.collect();
    }

    #[method]
    fn count(&mut self) {
        self.count += 1;
    }

    #[method]
    fn ping(&self) {}
}

/// What is logged on this thread, while it lives.
struct Log {
    text: Arc<Mutex<Vec<u8>>>,
    _guard: DefaultGuard,
}

impl Log {
    fn keep() -> Self {
        let text: Arc<Mutex<Vec<u8>>> = Arc::default();
        let target = Arc::clone(&text);
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || Target(Arc::clone(&target)))
            .finish();
        Self {
            text,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    fn lines_with(&self, part: &str) -> Vec<String> {
        let text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&text);
        let lines = text.lines().filter(|line| line.contains(part));
        lines.map(str::to_owned).collect()
    }
}

struct Target(Arc<Mutex<Vec<u8>>>);

impl io::Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn shelf(checks: PatchChecks) -> (World, Client, Instance) {
    let app = App::new().actor::<Shelf>().patch_checks(checks).build();
    let world = World::open(Transport::Memory, app.expect("it is an app")).await;
    let client = world.connect().await;
    (world, client, Instance::unique("shelf"))
}

/// The kinds of what a subscriber got for each of some notes.
async fn kinds_for(checks: PatchChecks, notes: [&str; 4]) -> (Vec<String>, Value, Vec<String>) {
    let log = Log::keep();
    let (_world, mut client, shelf) = shelf(checks).await;
    let mut replica = Replica::new();
    client.send(&shelf.frame("state:sub"));
    replica.apply(&client.next().await);
    let mut kinds = Vec::new();
    for note in notes {
        let note = json!({ "note": note });
        client.result(&shelf, "annotate", note).await;
        for frame in client.settled_frames(&shelf).await {
            replica.apply(&frame);
            kinds.extend(frame["type"].as_str().map(str::to_owned));
        }
    }
    let bugs = log.lines_with("does not lead to the new state");
    (kinds, replica.state()["label"]["note"].clone(), bugs)
}

#[tokio::test]
async fn a_patch_that_leads_elsewhere_is_replaced_by_a_snapshot() {
    let notes = ["a", "b", "b", "c"];
    let (kinds, note, bugs) = kinds_for(PatchChecks::Always, notes).await;
    assert_eq!(kinds, [SNAPSHOT, SNAPSHOT, PATCH, SNAPSHOT]);
    assert_eq!(note, "c");
    assert_eq!(bugs.len(), 3, "{bugs:?}");
    for part in ["ERROR", "actor=\"shelf\"", "/count"] {
        assert!(bugs[0].contains(part), "{}", bugs[0]);
    }
}

#[tokio::test]
async fn some_commits_can_be_checked_or_none() {
    let second = PatchChecks::OneIn(NonZero::new(2).expect("it is 2"));
    let (kinds, note, _) = kinds_for(second, ["a", "b", "c", "d"]).await;
    assert_eq!(kinds, [SNAPSHOT, PATCH, SNAPSHOT, PATCH]);
    assert_eq!(note, "c");

    let (kinds, note, bugs) = kinds_for(PatchChecks::Never, ["a", "b", "c", "d"]).await;
    assert_eq!(kinds, [PATCH; 4]);
    assert_eq!((note, bugs.len()), (json!(""), 0));
}

#[tokio::test]
async fn debug_builds_check_every_commit() {
    let expected = if cfg!(debug_assertions) {
        PatchChecks::Always
    } else {
        PatchChecks::Never
    };
    assert_eq!(PatchChecks::default(), expected);
    let log = Log::keep();
    let app = App::new().actor::<Shelf>().build().expect("it is an app");
    let shelf = app.actor::<Shelf>("1");
    shelf
        .annotate("nobody follows".to_owned())
        .await
        .expect("it runs");
    let bugs = log.lines_with("does not lead to the new state");
    assert_eq!(bugs.len(), usize::from(cfg!(debug_assertions)));
}

#[tokio::test]
async fn a_field_that_takes_long_to_compare_is_named_once() {
    let log = Log::keep();
    let app = App::new().actor::<Shelf>().patch_checks(PatchChecks::Never);
    let app = app.build().expect("it is an app");
    let small = app.actor::<Shelf>("small");
    small.fill(10).await.expect("it runs");
    for _ in 0..100 {
        small.count().await.expect("it runs");
    }
    assert_eq!(log.lines_with("takes long"), Vec::<String>::new());

    let large = app.actor::<Shelf>("large");
    large.fill(200_000).await.expect("it runs");
    for _ in 0..20 {
        large.count().await.expect("it runs");
    }
    let warnings = log.lines_with("takes long");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    for part in [
        "WARN",
        "actor=\"shelf\"",
        "field=\"goods\"",
        "stagedoor::List",
    ] {
        assert!(warnings[0].contains(part), "{}", warnings[0]);
    }
}
