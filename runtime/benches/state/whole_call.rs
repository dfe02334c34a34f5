//! Calls on an app, from the frame or the handle to the answer: what a call
//! costs besides its state.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use stagedoor::prelude::*;
use stagedoor::{Connection, Frame, Handlers};
use tokio::runtime::{Builder, Runtime};

use crate::elapsed::{CYCLE, scaled};
use crate::ending::Ending;
use crate::measure::Bench;
use crate::messages::Message;

const LEN: usize = 10_000 - CYCLE / 2;

#[actor]
struct Room {
    count: i64,
    messages: List<Message>,
}

#[actor]
impl Room {
    #[method]
    fn count(&mut self) -> i64 {
        self.count += 1;
        self.count
    }

    #[method]
    fn count_and_fail(&mut self) -> Result<i64, String> {
        self.count += 1;
        Err(String::new())
    }

    #[method]
    fn push(&mut self, message: Message) {
        self.messages.push(message);
    }

    #[method]
    fn push_and_fail(&mut self, message: Message) -> Result<(), String> {
        self.messages.push(message);
        Err(String::new())
    }

    #[method]
    fn reset(&mut self) {
        let missing = self.messages.len()..LEN;
        self.messages.extend(missing.map(Message::new));
        self.messages.truncate(LEN);
        self.count = 1_000_000_000;
    }
}

/// A connection that leads nowhere.
struct Sink;

impl Connection for Sink {
    fn id(&self) -> &'static str {
        "sink"
    }

    fn send(&self, frame: Frame) {
        drop(black_box(frame));
    }
}

/// An app with one room, and a connection that may follow it.
struct World {
    runtime: Runtime,
    handlers: Handlers,
    sink: Arc<Sink>,
    room: RoomHandle,
}

impl World {
    fn new(ending: Ending) -> Result<Self, Box<dyn Error>> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let sink = Arc::new(Sink);
        let handlers = runtime.block_on(async {
            let handlers = Handlers::new(App::new().actor::<Room>().build()?);
            handlers.on_connection(sink.clone())?;
            if ending == Ending::Followed {
                let subscribe = r#"{"type":"state:sub","actor":"room","actorId":"hall"}"#;
                handlers.on_message(&*sink, subscribe).await;
            }
            Ok::<_, Box<dyn Error>>(handlers)
        })?;
        let room = handlers.app().actor::<Room>("hall");
        Ok(Self {
            runtime,
            handlers,
            sink,
            room,
        })
    }

    /// The time that so many calls take, from one call's beginning to its end.
    fn time(&self, calls: u64, call: &impl AsyncFn(&Self, usize)) -> Duration {
        self.runtime.block_on(async {
            let mut spent = Duration::ZERO;
            let mut done = 0;
            while done < calls {
                self.room.reset().await.expect("the call succeeds");
                let start = Instant::now();
                for turn in 0..CYCLE {
                    call(self, turn).await;
                }
                spent += start.elapsed();
                done += CYCLE as u64;
            }
            scaled(spent, calls, done)
        })
    }

    async fn send(&self, method: &str, input: &str) {
        let frame = format!(
            r#"{{"type":"rpc","id":"1","actor":"room","actorId":"hall","method":"{method}","input":{input}}}"#
        );
        self.handlers.on_message(&*self.sink, &frame).await;
    }
}

pub(crate) fn run(bench: &mut Bench) {
    for ending in [Ending::Unfollowed, Ending::Followed, Ending::RolledBack] {
        count(bench, ending);
        push(bench, ending);
    }
}

fn count(bench: &mut Bench, ending: Ending) {
    let name = "count, the whole call";
    case(
        bench,
        name,
        "by handle",
        ending,
        &async |world: &World, _| match ending {
            Ending::RolledBack => drop(black_box(world.room.count_and_fail().await)),
            _ => drop(black_box(world.room.count().await)),
        },
    );
    let method = match ending {
        Ending::RolledBack => "countAndFail",
        _ => "count",
    };
    case(
        bench,
        name,
        "by frame",
        ending,
        &async |world: &World, _| {
            world.send(method, "{}").await;
        },
    );
}

fn push(bench: &mut Bench, ending: Ending) {
    let name = "push onto 10 000 messages, the whole call";
    case(
        bench,
        name,
        "List, by handle",
        ending,
        &async |world: &World, turn| {
            let message = Message::new(turn);
            match ending {
                Ending::RolledBack => drop(black_box(world.room.push_and_fail(message).await)),
                _ => drop(black_box(world.room.push(message).await)),
            }
        },
    );
    let method = match ending {
        Ending::RolledBack => "pushAndFail",
        _ => "push",
    };
    let message = Message::new(LEN);
    let input = serde_json::json!({ "message": message }).to_string();
    case(
        bench,
        name,
        "List, by frame",
        ending,
        &async |world: &World, _| {
            world.send(method, &input).await;
        },
    );
}

fn case(
    bench: &mut Bench,
    name: &str,
    kind: &'static str,
    ending: Ending,
    call: &impl AsyncFn(&World, usize),
) {
    let world = World::new(ending).expect("the app starts");
    bench.measure(name, kind, ending, 0, |calls| world.time(calls, call));
}
