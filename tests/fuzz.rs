//! Ten thousand frames that nobody would send: valid ones that were damaged,
//! and noise. Each gets the one answer that the protocol demands, and the
//! connection is as good as before.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the wire dictates how methods take what they are given"
)]

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use stagedoor::Limits;
use stagedoor::prelude::*;
use support::{Client, Instance, Random, Sent, Transport, World};

use self::demand::{Demand, demand};
use self::frames::damaged;

#[path = "fuzz/demand.rs"]
mod demand;
#[path = "fuzz/frames.rs"]
mod frames;

const FRAMES: usize = 10_000;

/// Small, so that huge ids come near them and past them.
fn limits() -> Limits {
    Limits {
        frame_bytes: 64 * 1024,
        id_bytes: 256,
        subscriptions: 2 * FRAMES,
        instances_created: 2 * FRAMES,
        ..Limits::default()
    }
}

/// What the frames are aimed at.
#[actor]
struct Target {
    count: i64,
    texts: Vec<String>,
}

/// The count has changed.
#[event]
struct Counted {
    count: i64,
}

#[actor(events(Counted))]
impl Target {
    #[method]
    fn ping(&self) {}

    #[method]
    async fn count(&mut self, cx: &Context<Self>, by: i64, text: Option<String>) -> i64 {
        self.count = self.count.wrapping_add(by);
        self.texts.extend(text);
        cx.emit(Counted { count: self.count }).broadcast();
        tokio::task::yield_now().await;
        self.count
    }

    #[method]
    fn echo(&self, Input(value): Input<Value>) -> Value {
        value
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_frame_gets_the_answer_that_the_protocol_demands() {
    let seed = seed();
    println!("seed {seed}; `FUZZ_SEED={seed}` sends the same frames again");
    let app = App::new().actor::<Target>().limits(limits()).build();
    let world = World::open(Transport::WebSocket, app.expect("it is one actor")).await;
    let mut fuzzer = Fuzzer {
        client: world.connect().await,
        fence: Instance::new("target", "fence"),
        leeway: false,
        seed,
    };
    let mut random = Random::new(seed);
    for number in 0..FRAMES {
        let frame = damaged(&mut random);
        fuzzer.try_one(number, &frame).await;
    }
    // The connection is good for what a connection is for, and so is a new one.
    for mut client in [fuzzer.client, world.connect().await] {
        let target = Instance::new("target", format!("after {}", client.id()));
        let _ = client.unread();
        client.watch(&target).await;
        client.listen(&target).await;
        let id = client.start(&target, "count", json!({ "by": 2 }));
        let patch = json!([{ "op": "replace", "path": "/count", "value": 2 }]);
        client.expect(target.patch(patch)).await;
        client
            .expect(target.event("counted", json!({ "count": 2 })))
            .await;
        client
            .expect(json!({ "type": "rpc:result", "id": id, "result": 2 }))
            .await;
    }
}

/// A number of one's own for each run, unless one is to be repeated.
fn seed() -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let given = std::env::var("FUZZ_SEED").ok();
    given.map_or(u64::from(now.subsec_nanos()), |seed| {
        seed.parse().expect("a number")
    })
}

struct Fuzzer {
    client: Client,
    fence: Instance,
    /// Whether an answer may come, now or later, to a frame of which the
    /// protocol does not say.
    leeway: bool,
    seed: u64,
}

impl Fuzzer {
    async fn try_one(&mut self, number: usize, frame: &[u8]) {
        let text = str::from_utf8(frame);
        self.client.forget();
        self.client.send_raw(match text {
            Ok(text) => Sent::Text(text.to_owned()),
            Err(_) => Sent::Bytes(frame.to_vec()),
        });
        let demand = text.map_or(Demand::Error, |text| demand(text, &limits()));
        let fence = format!("fence {number}");
        self.client.send(&self.fence.rpc(&fence, "ping", json!({})));

        self.leeway |= demand == Demand::Unsaid;
        let (mut answered, mut fenced) = (demand.is_nothing(), false);
        while !(answered && fenced) {
            let frame = self.client.next().await;
            match frame["type"].as_str() {
                Some("event" | "state:patch") => {}
                _ if frame["id"] == *fence => fenced = true,
                _ if !answered && demand.is_met_by(&frame) => answered = true,
                _ if self.leeway => self.leeway = false,
                _ => {
                    let seed = self.seed;
                    let why = format!("seed {seed}, frame {number}: {demand:?} is not {frame}");
                    self.client.fail(&why);
                }
            }
        }
    }
}
