//! actix, whose actors live on the thread of their system.

use std::hint::black_box;
use std::time::Instant;

use actix::{Actor, Addr, Context, Handler, Message, System};

use crate::load::{CALLS, Case, IDLE, per_actor, resident};

struct Counter {
    count: i64,
}

impl Actor for Counter {
    type Context = Context<Self>;
}

#[derive(Message)]
#[rtype(i64)]
struct Increment;

impl Handler<Increment> for Counter {
    type Result = i64;

    fn handle(&mut self, _: Increment, _: &mut Context<Self>) -> i64 {
        self.count += 1;
        self.count
    }
}

/// Measures what one thread can show.
pub(crate) fn measure(case: Case) -> f64 {
    System::new().block_on(async {
        match case {
            Case::One => one_caller().await,
            Case::Idle => idle().await,
            Case::Many { .. } => f64::NAN,
        }
    })
}

async fn one_caller() -> f64 {
    let actor = Counter { count: 0 }.start();
    call(&actor, CALLS / 10).await;
    let begun = Instant::now();
    call(&actor, CALLS).await;
    begun.elapsed().as_secs_f64() / f64::from(CALLS)
}

async fn call(actor: &Addr<Counter>, times: u32) {
    for _ in 0..times {
        black_box(actor.send(Increment).await.expect("the actor answers"));
    }
}

async fn idle() -> f64 {
    let mut actors = Vec::with_capacity(IDLE);
    let before = resident();
    for _ in 0..IDLE {
        let actor = Counter { count: 0 }.start();
        call(&actor, 1).await;
        actors.push(actor);
    }
    per_actor(before)
}
