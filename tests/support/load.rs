//! [`Load`]: clients that keep a server busy while a test looks at it, and that
//! check all that they are told themselves.

mod actors;
mod callers;
mod room;
mod stage;
mod strangers;

use std::net::SocketAddr;

use serde_json::json;
use stagedoor::prelude::App;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::{JoinSet, block_in_place};
use tokio::time::timeout;

use self::stage::Stage;
use crate::{Client, DEADLINE, Instance};

pub use actors::{Hall, Turnstile};

/// What is loaded, and how much.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where it listens for WebSocket connections.
    pub server: SocketAddr,
    /// The wire name of an actor that counts, as [`Turnstile`] does.
    pub counter: &'static str,
    /// The wire name of an actor that is a chat room, as [`Hall`] is.
    pub chat: &'static str,
    /// How many calls each caller has in flight.
    pub in_flight: usize,
}

/// A load, from when it is under way until it is finished or dropped. Either
/// waits for the last answers and checks the whole.
pub struct Load {
    target: Target,
    over: watch::Sender<bool>,
    clients: JoinSet<Tally>,
}

/// What clients were answered.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many calls were served.
    pub served: usize,
    /// How many were refused as `overloaded`.
    pub refused: usize,
    /// Each count that the hot instance has answered with.
    counts: Vec<i64>,
}

impl Load {
    /// Puts a load on a server, and returns once all of it is under way.
    ///
    /// # Panics
    ///
    /// When a client is told something wrong, or nothing.
    pub async fn start(target: Target) -> Self {
        let (over, is_over) = watch::channel(false);
        let stage = Stage::new(target.clone(), is_over);
        let mut clients = JoinSet::new();
        for _ in 0..2 {
            clients.spawn(callers::call_hot(stage.clone()));
            clients.spawn(room::listen(stage.clone()));
        }
        clients.spawn(callers::call_own(stage.clone()));
        clients.spawn(room::publish(stage.clone()));
        clients.spawn(room::follow(stage.clone(), stage.hall()));
        clients.spawn(room::follow(stage.clone(), stage.hot()));
        clients.spawn(strangers::come_and_go(stage.clone()));
        clients.spawn(strangers::read_nothing(stage.clone()));
        clients.spawn(strangers::send_nonsense(stage.clone()));
        stage.all_under_way(clients.len()).await;
        Self {
            target,
            over,
            clients,
        }
    }

    /// Brings the instances to life that the load calls, so that no connection
    /// of it is who creates them.
    ///
    /// # Panics
    ///
    /// When the app does not have the actors.
    pub async fn prepare(app: &App) {
        for id in stage::COUNTERS {
            let count = app.actor::<Turnstile>(id).get().await;
            assert_eq!(count.expect("the app has room"), 0);
        }
        let messages = app.actor::<Hall>(stage::HALL).get_messages().await;
        assert!(messages.expect("the app has room").is_empty());
    }

    /// How many instances [`prepare`](Self::prepare) brings to life.
    pub const INSTANCES: usize = stage::COUNTERS.len() + 1;

    /// Ends the load and returns what it was answered.
    ///
    /// # Panics
    ///
    /// When something that a client was told is wrong.
    pub async fn finish(mut self) -> Tally {
        self.end().await
    }

    async fn end(&mut self) -> Tally {
        self.over.send_replace(true);
        let clients = std::mem::take(&mut self.clients).join_all();
        let tallies = timeout(DEADLINE, clients).await.expect("the load ends");
        let mut all = Tally::default();
        for tally in tallies {
            all.add(tally);
        }
        // Each turn added one, and no two were told the same.
        all.counts.sort_unstable();
        let turns = i64::try_from(all.counts.len()).expect("they are not that many");
        assert!(all.counts.iter().copied().eq(1..=turns), "{:?}", all.counts);
        let hot = Instance::new(self.target.counter, stage::HOT);
        let mut client = Client::connect(self.target.server).await;
        assert_eq!(client.result(&hot, "get", json!({})).await, turns);
        all
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        let failed = std::thread::panicking();
        if !self.clients.is_empty() && !failed {
            block_in_place(|| Handle::current().block_on(self.end()));
        }
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.served += other.served;
        self.refused += other.refused;
        self.counts.extend(other.counts);
    }
}
