//! stagedoor, by its handle.

use stagedoor::prelude::*;

use crate::load::Kind;

#[actor]
pub(crate) struct Counter {
    count: i64,
}

#[actor]
impl Counter {
    #[method]
    fn increment(&mut self) -> i64 {
        self.count += 1;
        self.count
    }
}

pub(crate) struct Stagedoor(App);

impl Kind for Stagedoor {
    type Actor = CounterHandle;

    fn new() -> Self {
        let app = App::new().actor::<Counter>().build();
        Self(app.expect("the actor is well-formed"))
    }

    async fn spawn(&self, number: usize) -> CounterHandle {
        self.0.actor::<Counter>(&number.to_string())
    }

    async fn increment(actor: &CounterHandle) -> i64 {
        actor.increment().await.expect("it counts")
    }
}
