//! Actors called through their handles, with no socket and no JSON: what tests
//! of an actor and HTTP endpoints use. And the manager on its own.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex};

use stagedoor::prelude::*;
use stagedoor::{InstanceName, ManagerEvent};

/// An account of money.
#[actor]
struct Account {
    balance: u64,
    entries: Vec<Entry>,
}

#[model]
#[derive(Debug, PartialEq)]
struct Entry {
    amount: u64,
    by: ClientId,
}

#[derive(Debug, PartialEq)]
enum Overdrawn {
    By(u64),
}

impl std::fmt::Display for Overdrawn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::By(amount) = self;
        write!(formatter, "overdrawn by {amount}")
    }
}

struct Owner(String);

impl FromCall for Owner {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        let owner = call.user_id().ok_or_else(|| Denied::new("nobody"))?;
        Ok(Self(owner.to_owned()))
    }
}

type Alias<T> = Result<T, Overdrawn>;

#[actor]
impl Account {
    #[method]
    fn deposit(&mut self, cx: &Context<Self>, amount: u64) -> Entry {
        let entry = Entry {
            amount,
            by: cx.client_id(),
        };
        self.balance += amount;
        self.entries.push(entry.clone());
        entry
    }

    #[method]
    async fn withdraw(&mut self, amount: u64) -> Alias<u64> {
        let before = self.balance;
        self.balance = self.balance.saturating_sub(amount);
        tokio::task::yield_now().await;
        match amount.checked_sub(before) {
            Some(missing) if missing > 0 => Err(Overdrawn::By(missing)),
            _ => Ok(self.balance),
        }
    }

    #[method]
    fn balance(&self) -> u64 {
        self.balance
    }

    #[method]
    fn owner(&self, owner: &Owner) -> String {
        owner.0.clone()
    }

    #[method]
    fn total(&self, Input(by_name): Input<HashMap<String, u64>>) -> u64 {
        by_name.values().sum()
    }

    #[method]
    fn fail(&mut self) {
        self.balance = 0;
        panic!("a bug");
    }
}

fn app() -> App {
    App::new().actor::<Account>().build().expect("it builds")
}

#[tokio::test]
async fn methods_take_and_return_values() {
    let account = app().actor::<Account>("ada");
    let entry = account.deposit(5).await.expect("it is infallible");
    assert_eq!(
        entry,
        Entry {
            amount: 5,
            by: ClientId::system()
        }
    );
    let left: Result<u64, CallError<Overdrawn>> = account.withdraw(2).await;
    assert_eq!(left.expect("there is enough"), 3);
    let sum = account.total(HashMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(sum.await.expect("it adds up"), 3);
}

#[tokio::test]
async fn an_error_is_typed_and_leaves_no_trace() {
    let account = app().actor::<Account>("ada");
    account.deposit(5).await.expect("it is infallible");
    let Err(CallError::Method(error)) = account.withdraw(8).await else {
        panic!("there is not enough");
    };
    assert_eq!(error, Overdrawn::By(3));
    assert_eq!(account.balance().await.expect("it answers"), 5);
}

#[tokio::test]
async fn a_panic_is_internal_and_leaves_no_trace() {
    let account = app().actor::<Account>("ada");
    account.deposit(5).await.expect("it is infallible");
    assert!(matches!(account.fail().await, Err(CallError::Internal)));
    assert_eq!(account.balance().await.expect("it answers"), 5);
}

#[tokio::test]
async fn calls_can_be_made_in_somebodys_name() {
    let app = app();
    let nobody = app.actor::<Account>("ada").owner().await;
    assert!(matches!(nobody, Err(CallError::Denied(_))));
    assert!(app.manager().is_empty(), "a refused call creates nothing");

    let ada = Caller::new("tab-1").identity(Identity::user("ada"));
    let account = app.call_as(ada).actor::<Account>("ada");
    assert_eq!(account.owner().await.expect("it is ada"), "ada");
    let entry = account.deposit(1).await.expect("it is infallible");
    assert_eq!(entry.by, ClientId::from("tab-1"));
}

#[tokio::test]
async fn dropping_a_call_cancels_nothing() {
    let account = app().actor::<Account>("ada");
    account.deposit(5).await.expect("it is infallible");
    {
        let withdrawal = account.withdraw(2);
        tokio::select! {
            biased;
            _ = withdrawal => panic!("it waits within"),
            () = std::future::ready(()) => {}
        }
    }
    assert_eq!(account.balance().await.expect("it answers"), 3);
}

#[test]
fn methods_are_ordinary_functions() {
    let account: Account = serde_json::from_str("{}").expect("it starts from nothing");
    assert_eq!(account.balance(), 0);
}

/// Waits on its thread until another instance does the same.
#[actor]
struct Meeting;

static MEETING: Barrier = Barrier::new(2);

#[actor]
impl Meeting {
    #[method]
    fn meet(&self) {
        MEETING.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn different_instances_run_in_parallel() {
    let app = App::new().actor::<Meeting>().build().expect("it builds");
    let meet = |id| {
        let meeting = app.actor::<Meeting>(id);
        tokio::spawn(async move { meeting.meet().await.is_ok() })
    };
    let (one, two) = tokio::join!(meet("one"), meet("two"));
    assert!(one.expect("it returns") && two.expect("it returns"));
}

#[tokio::test]
async fn the_manager_knows_what_is_live() {
    let app = app();
    let manager = app.manager();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let listen = |event, mark: &'static str| {
        let seen = Arc::clone(&seen);
        manager.on(event, move |name: &InstanceName| {
            seen.lock()
                .expect("not poisoned")
                .push(format!("{mark}{}/{}", name.actor, name.id));
        })
    };
    let created = listen(ManagerEvent::ActorCreated, "+");
    let _destroyed = listen(ManagerEvent::ActorDestroyed, "-");

    for id in ["a", "b"] {
        app.actor::<Account>(id)
            .deposit(1)
            .await
            .expect("it is infallible");
    }
    assert_eq!(manager.len(), 2);
    let mut list = manager.list();
    list.sort();
    assert_eq!(
        list[1],
        InstanceName {
            actor: "account",
            id: "b".to_owned()
        }
    );

    assert!(manager.destroy("account", "a").await);
    assert!(!manager.destroy("account", "a").await, "it is gone already");
    assert!(!manager.destroy("nothing", "a").await);
    created.unsubscribe();
    let fresh = app.actor::<Account>("a").balance().await;
    assert_eq!(fresh.expect("it answers"), 0, "a new life starts anew");

    manager.destroy_all().await;
    assert!(manager.is_empty());
    let mut seen = seen.lock().expect("not poisoned").clone();
    seen[3..].sort();
    let expected = [
        "+account/a",
        "+account/b",
        "-account/a",
        "-account/a",
        "-account/b",
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_handle_finds_the_next_life_of_its_instance() {
    let app = app();
    let account = app.actor::<Account>("ada");
    for _ in 0..3 {
        account.deposit(1).await.expect("it is infallible");
        let balance = account.clone().balance().await;
        assert_eq!(balance.expect("it answers"), 1, "a new life starts anew");
        assert!(app.manager().destroy("account", "ada").await);
    }
    assert!(app.manager().is_empty());
}

#[tokio::test]
async fn whoever_calls_on_and_on_leaves_time_for_others() {
    const MANY: u32 = 100_000;
    let app = app();
    let account = app.actor::<Account>("ada");
    let stopped = Arc::new(AtomicBool::new(false));
    let caller = tokio::spawn({
        let stopped = Arc::clone(&stopped);
        async move {
            let mut calls = 0;
            while calls < MANY && !stopped.load(Ordering::Relaxed) {
                account.balance().await.expect("it answers");
                calls += 1;
            }
            calls
        }
    });
    tokio::task::yield_now().await;
    stopped.store(true, Ordering::Relaxed);
    let calls = caller.await.expect("it returns");
    assert!((1..MANY).contains(&calls), "{calls} calls");
}

#[actor]
struct Tally {
    count: u64,
}

#[actor]
impl Tally {
    #[method]
    fn count(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    #[method]
    async fn count_later(&mut self) -> u64 {
        tokio::task::yield_now().await;
        self.count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_of_many_threads_count_once_each() {
    const CALLERS: u64 = 32;
    const CALLS: u64 = 300;
    let app = App::new().actor::<Tally>().build().expect("it builds");
    let tally = app.actor::<Tally>("all");
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let tally = tally.clone();
            tokio::spawn(async move {
                let mut counts = Vec::new();
                for call in 0..CALLS {
                    let count = match call % 50 {
                        0 => tally.count_later().await,
                        _ => tally.count().await,
                    };
                    counts.push(count.expect("it answers"));
                }
                assert!(counts.is_sorted(), "{counts:?}");
                counts
            })
        })
        .collect();
    let mut counts = Vec::new();
    for caller in callers {
        counts.extend(caller.await.expect("it does not panic"));
    }
    counts.sort_unstable();
    assert_eq!(counts, (1..=CALLERS * CALLS).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_app_that_is_shut_down_refuses_calls() {
    let app = app();
    let account = app.actor::<Account>("ada");
    account.deposit(1).await.expect("it is infallible");
    app.shutdown().await;
    assert!(app.manager().is_empty());
    assert!(matches!(
        account.balance().await,
        Err(CallError::Unavailable)
    ));
}

#[test]
fn two_actors_of_one_name_are_refused() {
    let twice = App::new().actor::<Account>().actor::<Account>().build();
    let error = twice.expect_err("the name is taken").to_string();
    assert!(error.contains("two actors are named `account`"), "{error}");
}
