//! [`Fragile`]: an actor that goes wrong where and how it is told to.

use std::future::pending;
use std::panic::panic_any;

use stagedoor::Limits;
use stagedoor::prelude::*;
use support::{Client, Instance, Probe, Transport, World};
use tokio::task::yield_now;

/// How something goes wrong.
#[model]
#[derive(Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// It does not.
    None,
    /// It returns an error.
    Fails,
    /// It panics at once.
    Panics,
    /// It panics after an await.
    PanicsLate,
    /// It panics with a value that panics when it is dropped.
    PanicsTwice,
    /// It never ends.
    Waits,
}

impl Fault {
    /// All that end by themselves.
    pub(crate) const ENDING: [Self; 4] = [
        Self::Fails,
        Self::Panics,
        Self::PanicsLate,
        Self::PanicsTwice,
    ];

    /// Goes wrong in this way.
    pub(crate) async fn happen(self) -> Result<(), String> {
        match self {
            Self::None => Ok(()),
            Self::Fails => Err("It failed".to_owned()),
            Self::Panics => panic!("hush: at once"),
            Self::PanicsLate => {
                yield_now().await;
                panic!("hush: after an await")
            }
            Self::PanicsTwice => panic_any(Bomb),
            Self::Waits => pending().await,
        }
    }
}

/// Panics when it is dropped.
pub(crate) struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("hush: while it was dropped");
    }
}

/// What has happened to it and was not undone.
#[actor]
pub(crate) struct Fragile {
    entries: Vec<String>,
}

/// Something happened.
#[event]
pub(crate) struct Happened {
    what: String,
}

impl Fragile {
    /// Changes the state, emits, and then goes wrong if the instance's id says
    /// so: `on_connect Panics …` for one.
    async fn attempt(&mut self, cx: &Context<Self>, at: &str) -> Result<(), String> {
        Probe::of(cx.actor_id()).record(at);
        self.note(cx, at);
        fault_of(cx, at).happen().await
    }

    fn note(&mut self, cx: &Context<Self>, what: &str) {
        let what = what.to_owned();
        self.entries.push(what.clone());
        cx.emit(Happened { what }).broadcast();
    }
}

/// The fault that the id of the instance names for this place.
fn fault_of(call: &Call, at: &str) -> Fault {
    let mut words = call.actor_id().split(' ');
    let place = words.next();
    let fault = words.next().filter(|_| place == Some(at));
    match fault {
        Some("Fails") => Fault::Fails,
        Some("Panics") => Fault::Panics,
        Some("PanicsLate") => Fault::PanicsLate,
        Some("PanicsTwice") => Fault::PanicsTwice,
        Some("Waits") => Fault::Waits,
        _ => Fault::None,
    }
}

/// A draw that goes wrong where the id says `draw`.
pub(crate) struct Drawn;

impl FromCall for Drawn {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        let drawn = fault_of(call, "draw").happen().await;
        drawn.map(|()| Self).map_err(Denied::new)
    }
}

/// A middleware that goes wrong where the id says `middleware`.
struct Checks;

impl stagedoor::Middleware for Checks {
    async fn before(&self, call: &Call) -> Result<(), Denied> {
        fault_of(call, "middleware")
            .happen()
            .await
            .map_err(Denied::new)
    }
}

#[actor(events(Happened))]
impl Fragile {
    #[on_activate]
    async fn wake(&mut self, cx: &Context<Self>) -> Result<(), String> {
        self.attempt(cx, "on_activate").await
    }

    #[on_connect]
    async fn join(&mut self, cx: &Context<Self>) -> Result<(), String> {
        self.attempt(cx, "on_connect").await
    }

    #[on_disconnect]
    async fn leave(&mut self, cx: &Context<Self>) -> Result<(), String> {
        self.attempt(cx, "on_disconnect").await
    }

    #[on_deactivate]
    async fn sleep(&mut self, cx: &Context<Self>) -> Result<(), String> {
        self.attempt(cx, "on_deactivate").await
    }

    #[method]
    fn ping(&self) {}

    #[method]
    fn add(&mut self, cx: &Context<Self>, what: String) -> Vec<String> {
        self.note(cx, &what);
        self.entries.clone()
    }

    /// Notes its beginning and, after an await, its end.
    #[method]
    async fn add_slowly(&mut self, cx: &Context<Self>, what: String) {
        self.note(cx, &what);
        yield_now().await;
        self.note(cx, &what);
    }

    #[method]
    fn add_drawn(&mut self, cx: &Context<Self>, _drawn: &Drawn) {
        self.note(cx, "drawn");
    }

    /// Changes the state, emits and goes wrong.
    #[method]
    async fn go_wrong(&mut self, cx: &Context<Self>, fault: Fault) -> Result<(), String> {
        self.note(cx, "went wrong");
        fault.happen().await
    }
}

/// An instance that goes wrong here, in this way.
pub(crate) fn fragile(at: &str, fault: Fault) -> Instance {
    Instance::new("fragile", format!("{at} {fault:?} {}", Probe::unique_id()))
}

/// The fragile actor in memory.
pub(crate) async fn world() -> World {
    limited(Limits::default()).await
}

/// The fragile actor in memory, under these limits.
pub(crate) async fn limited(limits: Limits) -> World {
    let app = App::new()
        .actor_with::<Fragile>(|fragile| fragile.middleware(Checks))
        .limits(limits)
        .build()
        .expect("it is one actor");
    World::open(Transport::Memory, app).await
}

/// The instance serves this client: a call changes its state by what it says
/// and nothing else, and nothing was left to come.
pub(crate) async fn serves(client: &mut Client, fragile: &Instance, entries: &[&str]) {
    let added = serde_json::json!({ "what": "served" });
    let now = client.result(fragile, "add", added).await;
    assert_eq!(now, serde_json::json!([entries, &["served"]].concat()));
    let late = client.settled_frames(fragile).await;
    let others = late
        .iter()
        .filter(|frame| !fragile.is("state:patch", frame));
    let others = others.filter(|frame| !fragile.is("event", frame));
    assert_eq!(others.count(), 0, "more than the turn's frames: {late:?}");
}
