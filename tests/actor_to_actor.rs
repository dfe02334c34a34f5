//! Actors that call each other: in whose name, in which order, and what happens
//! where they would wait for each other.

use std::collections::BTreeMap;
use std::sync::Mutex;

use stagedoor::ActorManager;
use stagedoor::prelude::*;
use support::DEADLINE;

/// What a node is to call next, and how.
#[model]
struct Step {
    id: String,
    rest: Vec<Step>,
}

/// An actor that calls others of its kind.
#[actor]
struct Node {
    visits: u32,
    callers: Vec<String>,
    failures: Vec<String>,
}

#[actor]
impl Node {
    /// Goes along a way of awaited calls.
    #[method]
    async fn walk(&mut self, cx: &Context<Self>, way: Vec<Step>) -> Result<u32, String> {
        self.visits += 1;
        let mut visits = self.visits;
        for Step { id, rest } in way {
            let next = cx.actor::<Node>(&id);
            visits += next.walk(rest).await.map_err(|error| error.to_string())?;
        }
        Ok(visits)
    }

    /// Calls two at once.
    #[method]
    async fn fork(&self, cx: &Context<Self>, one: String, other: String) -> Vec<String> {
        let (one, other) = (cx.actor::<Node>(&one), cx.actor::<Node>(&other));
        let (one, other) = tokio::join!(one.walk(Vec::new()), other.walk(Vec::new()));
        [one, other].into_iter().map(told).collect()
    }

    /// Calls itself, or another, by a handle that it keeps elsewhere.
    #[method]
    async fn call_by_handle(&self, handle: &Handle) -> String {
        told(handle.0.walk(Vec::new()).await)
    }

    /// Waits for the other side, then for its own.
    #[method]
    async fn meet(&self, cx: &Context<Self>, other: String, gate: &Gate) -> String {
        gate.0.wait().await;
        told(cx.actor::<Node>(&other).walk(Vec::new()).await)
    }

    /// Destroys an instance, waits for that, and counts as a visit.
    #[method]
    async fn destroy(&mut self, keeper: &Keeper, id: String) -> bool {
        self.visits += 1;
        keeper.0.destroy("node", &id).await
    }

    /// Destroys all instances and waits for that.
    #[method]
    async fn destroy_all(&mut self, keeper: &Keeper) {
        keeper.0.destroy_all().await;
    }

    /// Destroys another that is in its turn.
    #[method]
    async fn meet_and_destroy(&mut self, keeper: &Keeper, other: String, gate: &Gate) -> bool {
        gate.0.wait().await;
        keeper.0.destroy("node", &other).await
    }

    /// Calls one that destroys this.
    #[method]
    async fn be_destroyed_by(&self, cx: &Context<Self>, other: String) -> bool {
        let other = cx.actor::<Node>(&other);
        other
            .destroy(cx.actor_id().to_owned())
            .await
            .expect("it is answered")
    }

    #[method]
    fn note(&mut self, cx: &Context<Self>) {
        self.callers.push(cx.client_id().to_string());
    }

    /// Sends to itself and to another, and fails if told so.
    #[method]
    fn send(&mut self, cx: &Context<Self>, other: String, fails: bool) -> Result<(), String> {
        self.visits += 1;
        cx.actor::<Node>(cx.actor_id()).note().send();
        cx.actor::<Node>(&other).note().send();
        if fails {
            return Err("it fails".to_owned());
        }
        Ok(())
    }

    /// Sends the rest of the way along, without waiting.
    #[method]
    fn pass_on(&mut self, cx: &Context<Self>, number: u32, last: u32) {
        self.visits += 1;
        if number < last {
            let next = cx.actor::<Node>(&(number + 1).to_string());
            next.pass_on(number + 1, last).send();
        }
    }

    #[method]
    fn seen(&self) -> (u32, Vec<String>) {
        (self.visits, self.callers.clone())
    }

    #[method]
    async fn call_a_stranger(&self, cx: &Context<Self>) {
        let stranger = cx.actor::<Stranger>("1");
        stranger.hello().await.ok();
    }
}

#[actor]
struct Stranger {}

#[actor]
impl Stranger {
    #[method]
    fn hello(&self) {}
}

/// The manager of whoever calls, by the user's name.
struct Keeper(ActorManager);

impl FromCall for Keeper {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        let keepers = KEEPERS.lock().expect("nothing panics here");
        let keeper = keepers.get(call.client_id().as_str());
        keeper
            .cloned()
            .map(Self)
            .ok_or_else(|| Denied::new("no manager"))
    }
}

static KEEPERS: Mutex<BTreeMap<String, ActorManager>> = Mutex::new(BTreeMap::new());

/// An app whose instances reach its manager when the caller has this name.
fn kept(caller: &str) -> (App, Caller) {
    let app = app();
    let mut keepers = KEEPERS.lock().expect("nothing panics here");
    keepers.insert(caller.to_owned(), app.manager().clone());
    (app, Caller::new(caller))
}

/// A handle on the node that is called, from outside of the context.
struct Handle(NodeHandle);

impl FromCall for Handle {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        let app = APP.get().ok_or_else(|| Denied::new("no app"))?;
        Ok(Self(app.actor::<Node>(call.actor_id())))
    }
}

static APP: std::sync::OnceLock<App> = std::sync::OnceLock::new();

/// Lets two methods meet within their turns.
struct Gate(&'static tokio::sync::Barrier);

impl FromCall for Gate {
    async fn from_call(_: &Call) -> Result<Self, Denied> {
        static BARRIER: std::sync::OnceLock<tokio::sync::Barrier> = std::sync::OnceLock::new();
        Ok(Self(BARRIER.get_or_init(|| tokio::sync::Barrier::new(2))))
    }
}

fn told<T, E: std::fmt::Display>(result: Result<T, CallError<E>>) -> String {
    match result {
        Ok(_) => "fine".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn app() -> App {
    App::new().actor::<Node>().build().expect("it builds")
}

fn way(ids: &[&str]) -> Vec<Step> {
    let Some((first, rest)) = ids.split_first() else {
        return Vec::new();
    };
    let (id, rest) = ((*first).to_owned(), way(rest));
    vec![Step { id, rest }]
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    let output = tokio::time::timeout(DEADLINE, future).await;
    output.expect("nobody waits for ever")
}

#[tokio::test]
async fn a_chain_of_calls_is_answered() {
    let app = app();
    let visits = soon(app.actor::<Node>("a").walk(way(&["b", "c", "d"]))).await;
    assert_eq!(visits.expect("it is no cycle"), 4);
}

#[tokio::test]
async fn an_actor_that_awaits_itself_is_told_so_at_once() {
    let app = app();
    let error = soon(app.actor::<Node>("a").walk(way(&["a"]))).await;
    assert_eq!(told(error), "a cycle of calls: node/a.walk → node/a.walk");
    let seen = app.actor::<Node>("a").seen().await.expect("it is served");
    assert_eq!(seen.0, 0, "the turn failed, so it never was");
}

#[tokio::test]
async fn a_cycle_through_others_names_the_whole_way() {
    let error = soon(app().actor::<Node>("a").walk(way(&["b", "c", "a"]))).await;
    assert_eq!(
        told(error),
        "a cycle of calls: node/c.walk → node/a.walk → node/b.walk → node/c.walk"
    );
}

#[tokio::test]
async fn the_same_instance_may_be_called_twice_one_after_the_other() {
    let step = || Step {
        id: "b".into(),
        rest: Vec::new(),
    };
    let walked = soon(app().actor::<Node>("a").walk(vec![step(), step()])).await;
    assert_eq!(walked.expect("it is no cycle"), 1 + 1 + 2);
}

#[tokio::test]
async fn each_of_several_calls_at_once_is_looked_at() {
    let told = soon(app().actor::<Node>("a").fork("b".into(), "a".into())).await;
    let told = told.expect("it is answered");
    assert_eq!(told[0], "fine");
    assert_eq!(told[1], "a cycle of calls: node/a.fork → node/a.walk");
}

/// Neither call is part of the other's chain.
#[tokio::test]
async fn two_that_wait_for_each_other_are_told_so() {
    let app = app();
    let (a, b) = (app.actor::<Node>("a"), app.actor::<Node>("b"));
    let (a, b) = soon(async { tokio::join!(a.meet("b".into()), b.meet("a".into())) }).await;
    let (a, b) = (a.expect("it is answered"), b.expect("it is answered"));
    let cycle = "a cycle of calls: ";
    assert!(a.starts_with(cycle) != b.starts_with(cycle), "{a}, {b}");
    let text = if a.starts_with(cycle) { a } else { b };
    assert!(text.contains("(behind node/"), "{text}");
}

#[tokio::test]
async fn a_handle_from_elsewhere_is_looked_at_as_well() {
    let app = APP.get_or_init(app);
    let told = soon(app.actor::<Node>("a").call_by_handle()).await;
    assert_eq!(
        told.expect("it is answered"),
        "a cycle of calls: node/a.callByHandle → node/a.walk"
    );
}

#[tokio::test]
async fn what_is_sent_waits_for_nothing_and_outlives_a_failed_turn() {
    for fails in [false, true] {
        let app = app();
        let ada = Caller::new("ada");
        let node = app.call_as(ada).actor::<Node>("a");
        let sent = soon(node.send("b".into(), fails)).await;
        assert_eq!(sent.is_err(), fails);
        for id in ["a", "b"] {
            let (visits, callers) = app.actor::<Node>(id).seen().await.expect("it is served");
            assert_eq!(visits, u32::from(id == "a" && !fails));
            assert_eq!(callers, ["ada"], "it is in the caller's name");
        }
    }
}

#[tokio::test]
async fn an_actor_that_destroys_itself_ends_after_its_turn() {
    let (app, caller) = kept("suicidal");
    let calls = app.call_as(caller);
    let node = calls.actor::<Node>("a");
    let destroyed = soon(node.destroy("a".into())).await;
    assert!(destroyed.expect("it is answered"));
    let (visits, _) = soon(node.seen()).await.expect("it is served");
    assert_eq!(visits, 0, "it has started anew");
    assert_eq!(app.manager().len(), 1);
}

#[tokio::test]
async fn an_actor_may_destroy_one_that_waits_for_it() {
    let (app, caller) = kept("mutual");
    let calls = app.call_as(caller);
    let destroyed = soon(calls.actor::<Node>("a").be_destroyed_by("b".into())).await;
    assert!(destroyed.expect("it is answered"));
    let ended = async {
        while app.manager().len() > 1 {
            tokio::task::yield_now().await;
        }
    };
    soon(ended).await;
    assert_eq!(app.manager().list()[0].id, "b");
}

#[tokio::test]
async fn two_that_destroy_each_other_both_end() {
    let (app, caller) = kept("duel");
    let calls = app.call_as(caller);
    let (a, b) = (calls.actor::<Node>("a"), calls.actor::<Node>("b"));
    let duel = async {
        tokio::join!(
            a.meet_and_destroy("b".into()),
            b.meet_and_destroy("a".into())
        )
    };
    let (a, b) = soon(duel).await;
    assert!(a.expect("it is answered") && b.expect("it is answered"));
    let ended = async {
        while !app.manager().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    soon(ended).await;
}

#[tokio::test]
async fn an_actor_that_destroys_another_has_waited_for_its_end() {
    let (app, caller) = kept("killer");
    let calls = app.call_as(caller);
    calls.actor::<Node>("b").seen().await.expect("it is served");
    let node = calls.actor::<Node>("a");
    let destroy = |id: &str| soon(node.destroy(id.into()));
    assert!(destroy("b").await.expect("it is answered"));
    assert_eq!(app.manager().len(), 1);
    let again = destroy("b").await.expect("it is answered");
    assert!(!again, "there is none");
}

#[tokio::test]
async fn an_actor_may_destroy_all_with_itself() {
    let (app, caller) = kept("tyrant");
    let calls = app.call_as(caller);
    for id in ["b", "c"] {
        calls.actor::<Node>(id).seen().await.expect("it is served");
    }
    let destroyed = soon(calls.actor::<Node>("a").destroy_all()).await;
    destroyed.expect("it is answered");
    let ended = async {
        while !app.manager().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    soon(ended).await;
}

/// Each would run within the one before it, if calls ran wherever they are made.
#[tokio::test]
async fn a_long_chain_does_not_grow_the_stack() {
    const LAST: u32 = 20_000;
    let app = app();
    let first = app.actor::<Node>("0").pass_on(0, LAST).await;
    first.expect("it is passed on");
    let last = app.actor::<Node>(&LAST.to_string());
    let arrived = async {
        while last.seen().await.expect("it is served").0 == 0 {
            tokio::task::yield_now().await;
        }
    };
    soon(arrived).await;
}

#[tokio::test]
async fn an_actor_that_the_app_lacks_is_an_internal_error() {
    let called = soon(app().actor::<Node>("a").call_a_stranger()).await;
    assert!(matches!(called, Err(CallError::Internal)), "{called:?}");
}

/// Cycles and ways that are none, at random: nobody ever waits for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_ways_end() {
    let app = app();
    let mut walks = Vec::new();
    for round in 0_u32..400 {
        let ids: Vec<String> = (0..5)
            .map(|step| (round.wrapping_mul(2_654_435_761) >> (step * 3) & 7).to_string())
            .collect();
        let app = app.clone();
        walks.push(tokio::spawn(async move {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            told(app.actor::<Node>(ids[0]).walk(way(&ids[1..])).await)
        }));
    }
    for walk in walks {
        let told = tokio::time::timeout(DEADLINE, walk).await;
        let told = told.expect("nobody waits for ever").expect("it is awaited");
        assert!(told == "fine" || told.contains("cycle"), "{told}");
    }
}
