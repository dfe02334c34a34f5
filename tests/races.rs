//! What happens at the same time on several threads: many rounds of it, each of
//! which is checked.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};
use stagedoor::prelude::*;
use stagedoor::{Connection, Frame, Handlers, Limits};
use tokio::runtime::Builder;

/// A count, beside so much that its snapshot takes a while.
#[actor]
struct Board {
    count: u64,
    filler: Vec<u64>,
}

#[actor]
impl Board {
    #[method]
    fn fill(&mut self) {
        self.filler = (0..20_000).collect();
    }

    #[method]
    fn increment(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    #[method]
    fn long(&self) -> String {
        "x".repeat(3_000)
    }
}

/// A connection that keeps what it is sent.
struct Seen {
    id: String,
    frames: Mutex<Vec<Value>>,
}

impl Seen {
    fn connected(handlers: &Handlers, id: &str) -> Arc<Self> {
        let seen = Arc::new(Self {
            id: id.to_owned(),
            frames: Mutex::default(),
        });
        handlers.on_connection(Arc::<Self>::clone(&seen)).unwrap();
        seen
    }

    fn take(&self) -> Vec<Value> {
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut frames)
    }
}

impl Connection for Seen {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, frame: Frame) {
        let frame = serde_json::from_str(frame.as_str()).unwrap();
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        frames.push(frame);
    }
}

/// Does something over and over on a thread of its own, as long as this lives.
struct Meanwhile {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Meanwhile {
    fn repeat(mut work: impl FnMut() + Send + 'static) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&over);
        let thread = thread::spawn(move || {
            while !seen.load(Ordering::Relaxed) {
                work();
            }
        });
        Self {
            over,
            thread: Some(thread),
        }
    }
}

impl Drop for Meanwhile {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let thread = self.thread.take().expect("it is joined once");
        assert!(thread.join().is_ok(), "the other thread panicked");
    }
}

fn frame(kind: &str) -> String {
    json!({ "type": kind, "actor": "board", "actorId": "a" }).to_string()
}

/// The counts that the frames of a subscription show, the snapshot's first.
///
/// # Panics
///
/// A patch comes before the snapshot.
fn counts(frames: &[Value]) -> Vec<u64> {
    let is_state = |frame: &&Value| frame["type"].as_str().unwrap().starts_with("state:");
    let followed = frames.iter().filter(is_state);
    let counts = followed.enumerate().map(|(number, frame)| {
        let is_snapshot = frame["type"] == "state:snapshot";
        assert_eq!(is_snapshot, number == 0, "the snapshot is first: {frame}");
        let count = if is_snapshot {
            &frame["state"]["count"]
        } else {
            &frame["patches"][0]["value"]
        };
        count.as_u64().unwrap()
    });
    counts.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn patches_come_behind_the_snapshot_even_if_its_place_was_given_up() {
    const CROWD: usize = 20;
    let limits = Limits {
        queued_bytes: 1_000,
        ..Limits::default()
    };
    let app = App::new().actor::<Board>().limits(limits).build().unwrap();
    let handlers = Handlers::new(app.clone());
    let board = app.actor::<Board>("a");
    board.fill().await.unwrap();
    let runtime = Builder::new_current_thread().build().unwrap();
    let _turns = Meanwhile::repeat(move || {
        runtime.block_on(board.increment()).unwrap();
    });
    for _ in 0..25 {
        let crowd: Vec<_> = (0..CROWD)
            .map(|number| Seen::connected(&handlers, &number.to_string()))
            .collect();
        for member in &crowd {
            drop(handlers.on_message(&**member, &frame("state:sub")));
        }
        let client = Seen::connected(&handlers, "client");
        let subscribed = handlers.on_message(&*client, &frame("state:sub"));
        // More than may line up behind the snapshot.
        let long = r#"{"type":"rpc","id":"1","actor":"board","actorId":"b","method":"long"}"#;
        drop(handlers.on_message(&*client, long));
        subscribed.await;
        handlers.on_message(&*client, &frame("state:unsub")).await;
        let counts = counts(&client.take());
        let in_a_row = counts.windows(2).all(|pair| pair[1] == pair[0] + 1);
        assert!(in_a_row, "no patch is missing: {counts:?}");
        handlers.on_close(&*client).await;
        for member in &crowd {
            handlers.on_close(&**member).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_that_is_taken_back_never_begins() {
    let app = App::new().actor::<Board>().build().unwrap();
    let handlers = Handlers::new(app.clone());
    let board = app.actor::<Board>("a");
    board.increment().await.unwrap();
    let other = Seen::connected(&handlers, "other");
    let others = handlers.clone();
    let _others = Meanwhile::repeat(move || {
        drop(others.on_message(&*other, &frame("event:unsub")));
    });
    let client = Seen::connected(&handlers, "client");
    for round in 0..10_000_usize {
        let subscribed = handlers.on_message(&*client, &frame("state:sub"));
        for _ in 0..round * 7_919 % 200 {
            std::hint::spin_loop();
        }
        handlers.on_message(&*client, &frame("state:unsub")).await;
        subscribed.await;
        client.take();
        board.increment().await.unwrap();
        assert_eq!(client.take(), [] as [Value; 0], "round {round}");
    }
}
