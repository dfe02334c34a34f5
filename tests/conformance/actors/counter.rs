//! [`Counter`]: a state that changes, with every way to end a turn.

use std::collections::BTreeMap;
use std::fmt;

use stagedoor::prelude::*;
use support::Probe;
use tokio::task::yield_now;

/// A number with its history.
#[actor]
pub(crate) struct Counter {
    /// The sum of all steps.
    value: i64,
    /// How many turns have changed the state.
    commits: u64,
    /// Every step, newest last.
    steps: Vec<Step>,
    /// The sum of each client's steps.
    by_client: BTreeMap<String, i64>,
    #[actor(private, default = "hush".to_owned())]
    secret: String,
}

/// One change of the sum.
#[model]
pub(crate) struct Step {
    by: i64,
    client: ClientId,
}

/// The sum has changed.
#[event]
pub(crate) struct Changed {
    value: i64,
}

/// Somebody wants to be heard.
#[event]
pub(crate) struct Noted {
    text: String,
}

/// Why a step was not taken.
#[model]
#[derive(Debug)]
pub(crate) enum AddError {
    /// The step is larger than it may be.
    TooLarge { most_allowed: i64 },
}

impl fmt::Display for AddError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::TooLarge { most_allowed } = self;
        write!(formatter, "a step is at most {most_allowed}")
    }
}

impl std::error::Error for AddError {}

impl Counter {
    /// The change that most methods make: state and event.
    fn step(&mut self, cx: &Context<Self>, by: i64) -> i64 {
        self.value += by;
        self.commits += 1;
        self.steps.push(Step {
            by,
            client: cx.client_id(),
        });
        *self
            .by_client
            .entry(cx.client_id().to_string())
            .or_default() += by;
        cx.emit(Changed { value: self.value }).broadcast();
        self.value
    }
}

#[actor(events(Changed, Noted))]
impl Counter {
    /// Does nothing, in its turn.
    #[method]
    fn ping(&self) {}

    #[method]
    fn read(&self) -> i64 {
        self.value
    }

    #[method]
    fn add(&mut self, cx: &Context<Self>, by: i64) -> i64 {
        self.step(cx, by)
    }

    /// Adds, then waits for the test inside the turn.
    #[method]
    async fn add_gated(&mut self, cx: &Context<Self>, probe: &Probe, by: i64) -> i64 {
        self.step(cx, by);
        probe.pass().await;
        self.value
    }

    /// Adds, with as many awaits before and after it.
    #[method]
    async fn add_slowly(&mut self, cx: &Context<Self>, probe: &Probe, by: i64, awaits: u32) -> i64 {
        probe
            .alone(async {
                for _ in 0..awaits {
                    yield_now().await;
                }
                self.step(cx, by);
                for _ in 0..awaits {
                    yield_now().await;
                }
                self.value
            })
            .await
    }

    /// Reads the sum before and after as many awaits.
    #[method]
    async fn read_slowly(&self, probe: &Probe, awaits: u32) -> (i64, i64) {
        probe
            .alone(async {
                let before = self.value;
                for _ in 0..awaits {
                    yield_now().await;
                }
                (before, self.value)
            })
            .await
    }

    /// Changes the state, emits, and fails.
    #[method]
    fn add_then_fail(&mut self, cx: &Context<Self>, by: i64) -> Result<i64, AddError> {
        self.forget_everything(cx, by);
        Err(AddError::TooLarge { most_allowed: 10 })
    }

    /// The same with awaits in between.
    #[method]
    async fn add_then_fail_later(&mut self, cx: &Context<Self>, by: i64) -> Result<i64, AddError> {
        self.forget_everything(cx, by);
        yield_now().await;
        Err(AddError::TooLarge { most_allowed: 10 })
    }

    /// Changes the state, emits, and panics.
    #[method]
    fn add_then_panic(&mut self, cx: &Context<Self>, by: i64) -> i64 {
        self.forget_everything(cx, by);
        panic!("hush: {by}");
    }

    /// The same with awaits in between.
    #[method]
    async fn add_then_panic_later(&mut self, cx: &Context<Self>, by: i64) -> i64 {
        self.forget_everything(cx, by);
        yield_now().await;
        panic!("hush: {by}");
    }

    /// Emits an event, changes the state, emits two more.
    #[method]
    fn note_around_a_change(&mut self, cx: &Context<Self>) -> String {
        note(cx, "first");
        self.value += 1;
        note(cx, "second");
        self.value += 1;
        note(cx, "third");
        "done".to_owned()
    }

    /// Changes the state and brings it back.
    #[method]
    fn change_nothing(&mut self) {
        self.value += 1;
        self.value -= 1;
    }

    /// Changes only what is private.
    #[method]
    fn hide(&mut self, text: String) {
        self.secret = text;
    }

    /// The private text.
    #[method]
    fn hidden_length(&self) -> usize {
        self.secret.len()
    }

    /// Puts a sum of a client's by hand.
    #[method]
    fn put(&mut self, client: String, sum: Option<i64>) {
        match sum {
            Some(sum) => self.by_client.insert(client, sum),
            None => self.by_client.remove(&client),
        };
    }

    /// Replaces the history.
    #[method]
    fn rewrite(&mut self, steps: Vec<Step>) {
        self.steps = steps;
    }

    #[method]
    fn note_to(&self, cx: &Context<Self>, text: String, clients: Vec<ClientId>) {
        cx.emit(Noted { text }).to(clients);
    }

    #[method]
    fn note_except(&self, cx: &Context<Self>, text: String, clients: Vec<ClientId>) {
        cx.emit(Noted { text }).except(clients);
    }
}

impl Counter {
    /// What a turn must not leave behind when it fails.
    fn forget_everything(&mut self, cx: &Context<Self>, by: i64) {
        self.step(cx, by);
        self.steps.clear();
        self.by_client.clear();
        self.secret.push_str(" and more");
    }
}

fn note(cx: &Context<Counter>, text: &str) {
    cx.emit(Noted {
        text: text.to_owned(),
    })
    .broadcast();
}
