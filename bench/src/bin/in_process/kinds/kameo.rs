//! kameo.

use kameo::actor::{ActorRef, Spawn};
use kameo::message::{Context, Message};

use crate::load::Kind;

#[derive(kameo::Actor)]
pub(crate) struct Counter {
    count: i64,
}

struct Increment;

impl Message<Increment> for Counter {
    type Reply = i64;

    async fn handle(&mut self, _: Increment, _: &mut Context<Self, i64>) -> i64 {
        self.count += 1;
        self.count
    }
}

pub(crate) struct Kameo;

impl Kind for Kameo {
    type Actor = ActorRef<Counter>;

    fn new() -> Self {
        Self
    }

    async fn spawn(&self, _: usize) -> Self::Actor {
        Counter::spawn(Counter { count: 0 })
    }

    async fn increment(actor: &Self::Actor) -> i64 {
        actor.ask(Increment).await.expect("the actor answers")
    }
}
