//! A runtime that ends while it is at work for an instance: whoever calls the
//! instance from another one is answered.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use stagedoor::CallError;
use stagedoor::prelude::*;
use tokio::runtime::Runtime;
use tokio::task::yield_now;
use tokio::time::timeout;

const DEADLINE: Duration = Duration::from_secs(10);

#[actor]
struct Counter {
    count: u64,
}

#[actor]
impl Counter {
    #[method]
    fn increment(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    #[method]
    async fn increment_at_last(&mut self) -> u64 {
        yield_now().await;
        self.increment()
    }

    #[method]
    async fn never(&mut self) {
        self.count = 99;
        std::future::pending::<()>().await;
    }
}

fn app() -> App {
    App::new().actor::<Counter>().build().unwrap()
}

/// Lets a runtime begin what never ends, with a call waiting behind it, and drops it.
fn lose_a_runtime(app: &App) {
    let counter = app.actor::<Counter>("a");
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        counter.increment().await.unwrap();
        counter.never().send();
        counter.increment().send();
        yield_now().await;
    });
}

#[test]
fn an_instance_whose_runtime_is_gone_begins_anew() {
    let app = app();
    lose_a_runtime(&app);
    assert_eq!(app.manager().len(), 0, "it has ended with its runtime");
    Runtime::new().unwrap().block_on(async {
        let counter = app.actor::<Counter>("a");
        let count = timeout(DEADLINE, async { counter.increment().await }).await;
        assert_eq!(count.expect("it is answered").unwrap(), 1);
        assert!(app.manager().destroy("counter", "a").await);
    });
}

#[test]
fn whoever_waited_for_a_runtime_that_is_gone_is_answered() {
    let app = app();
    let counter = app.actor::<Counter>("a");
    let other = counter.clone();
    let lost = Runtime::new().unwrap();
    lost.block_on(async {
        other.never().send();
        yield_now().await;
    });
    Runtime::new().unwrap().block_on(async {
        let waiting = tokio::spawn(async move { counter.increment().await });
        yield_now().await;
        lost.shutdown_background();
        let answer = timeout(DEADLINE, waiting).await.expect("it is answered");
        let answer = answer.unwrap();
        assert!(
            matches!(answer, Ok(1) | Err(CallError::Internal)),
            "{answer:?}"
        );
    });
}

#[test]
fn a_call_that_finds_no_runtime_leaves_its_instance_usable() {
    let app = app();
    let counter = app.actor::<Counter>("a");
    let panicked = catch_unwind(AssertUnwindSafe(|| counter.increment_at_last().send()));
    assert!(panicked.is_err(), "what waits needs a runtime");
    Runtime::new().unwrap().block_on(async {
        let count = timeout(DEADLINE, async { counter.increment().await }).await;
        assert_eq!(count.expect("it is answered").unwrap(), 1);
    });
}
