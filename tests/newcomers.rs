//! Connections that come and go while an instance is busy for long: what waits
//! for it stays bounded, and whoever is shown its state is not refused.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde_json::Value;
use stagedoor::prelude::*;
use stagedoor::{Connection, Frame, Handlers, Limits};
use tokio::sync::Notify;
use tokio::task::yield_now;

/// As many as a mailbox takes beyond its limit.
const NEWCOMERS: usize = 1_024;

const MAILBOX: usize = 2;

/// What waits of a connection: that it has come, and that it has gone.
const JOBS_OF_EACH: usize = 2;

const FOLLOW: &str = r#"{"type":"state:sub","actor":"room","actorId":"1"}"#;

static DOOR: Notify = Notify::const_new();

#[actor]
struct Room {
    visits: u64,
}

#[actor]
impl Room {
    #[method]
    async fn wait(&mut self) {
        DOOR.notified().await;
    }

    #[method]
    fn visit(&mut self) -> u64 {
        self.visits += 1;
        self.visits
    }
}

/// A connection that keeps what it is sent.
struct Visitor {
    id: String,
    frames: Mutex<Vec<String>>,
}

impl Connection for Visitor {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, frame: Frame) {
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        frames.push(frame.as_str().to_owned());
    }
}

impl Visitor {
    fn connected(handlers: &Handlers, id: String) -> Arc<Self> {
        let frames = Mutex::default();
        let visitor = Arc::new(Self { id, frames });
        let connection: Arc<dyn Connection> = Arc::<Self>::clone(&visitor);
        handlers.on_connection(connection).expect("the id is new");
        visitor
    }

    /// The types of the frames that it was sent.
    fn kinds(&self) -> Vec<String> {
        let frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = |frame: &String| {
            let frame: Value = serde_json::from_str(frame).expect("it is JSON");
            frame["type"].as_str().expect("it has a type").to_owned()
        };
        frames.iter().map(kind).collect()
    }
}

/// Comes, follows the room and goes; whether it was shown the room.
fn look_in(handlers: &Handlers, number: usize) -> (bool, Weak<Visitor>) {
    let visitor = Visitor::connected(handlers, format!("visitor-{number}"));
    drop(handlers.on_message(&*visitor, FOLLOW));
    let kinds = visitor.kinds();
    drop(handlers.on_close(&*visitor));
    assert_eq!(kinds.len(), 2, "one answer behind the welcome: {kinds:?}");
    assert!(["state:snapshot", "error"].contains(&&*kinds[1]));
    (kinds[1] == "state:snapshot", Arc::downgrade(&visitor))
}

fn kept(visitors: &[Weak<Visitor>]) -> usize {
    let kept = visitors.iter().filter(|visitor| visitor.strong_count() > 0);
    kept.count()
}

#[tokio::test]
async fn those_who_come_and_go_while_an_instance_is_busy_are_not_kept_without_end() {
    let limits = Limits {
        mailbox: MAILBOX,
        ..Limits::default()
    };
    let app = App::new().actor::<Room>().limits(limits).build();
    let handlers = Handlers::new(app.expect("it builds"));
    let room = handlers.app().actor::<Room>("1");
    assert_eq!(room.visit().await.ok(), Some(1));
    let waits = tokio::spawn({
        let room = room.clone();
        async move { room.wait().await }
    });
    yield_now().await;

    let visits = (0..5_000).map(|number| look_in(&handlers, number));
    let (shown, visitors): (Vec<bool>, Vec<_>) = visits.unzip();
    let shown = shown.iter().filter(|shown| **shown).count();
    assert_eq!(shown * JOBS_OF_EACH, MAILBOX + NEWCOMERS);
    assert_eq!(kept(&visitors), shown, "nothing is kept of those refused");

    DOOR.notify_one();
    assert!(waits.await.expect("it does not panic").is_ok());
    while kept(&visitors) > 0 {
        yield_now().await;
    }
    assert_eq!(room.visit().await.ok(), Some(2));
    let last = Visitor::connected(&handlers, "last".to_owned());
    handlers.on_message(&*last, FOLLOW).await;
    assert_eq!(last.kinds(), ["welcome", "state:snapshot"]);
}
