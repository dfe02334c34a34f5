//! What an idle instance costs, its state aside, and how fast new ones come.

use std::alloc::System;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use stagedoor::prelude::*;
use stagedoor::{Connection, Frame, Handlers};
use stats_alloc::Region;
use tokio::runtime::Builder;

use crate::row::{ALLOCATOR, bytes_held};

/// How many instances there are in the end.
const INSTANCES: usize = 100_000;

/// What one connection calls at most.
const PER_CONNECTION: usize = 1_000;

/// A state of 8 bytes.
#[actor]
struct Counter {
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

/// A connection that leads nowhere.
struct Sink(String);

impl Connection for Sink {
    fn id(&self) -> &str {
        &self.0
    }

    fn send(&self, frame: Frame) {
        drop(black_box(frame));
    }
}

/// Prints the bytes per instance, made by calls in the process and by frames of
/// connections.
pub(crate) fn run() {
    println!("\nBytes per idle instance, of {INSTANCES} with a state of 8 bytes.\n");
    println!("| first call | bytes | time, each |\n| --- | ---: | ---: |");
    let runtime = Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime can be built");
    runtime.block_on(by_handle());
    runtime.block_on(by_frame());
}

fn app() -> App {
    App::new()
        .actor::<Counter>()
        .build()
        .expect("the actor is well-formed")
}

async fn by_handle() {
    let app = app();
    let region = Region::new(ALLOCATOR);
    let start = Instant::now();
    for number in 0..INSTANCES {
        let counter = app.actor::<Counter>(&format!("counter-{number:06}"));
        counter.increment().await.expect("it counts");
    }
    report("by handle", &region, start);
}

async fn by_frame() {
    let handlers = Handlers::new(app());
    let connections: Vec<_> = (0..INSTANCES / PER_CONNECTION)
        .map(|number| Arc::new(Sink(format!("connection-{number}"))))
        .collect();
    for connection in &connections {
        let known = handlers.on_connection(Arc::clone(connection) as Arc<dyn Connection>);
        known.expect("the ids are different");
    }
    let region = Region::new(ALLOCATOR);
    let start = Instant::now();
    for number in 0..INSTANCES {
        let frame = format!(
            r#"{{"type":"rpc","id":"1","actor":"counter","actorId":"counter-{number:06}","method":"increment"}}"#
        );
        let connection = &connections[number / PER_CONNECTION];
        handlers.on_message(&**connection, &frame).await;
    }
    report("by frame", &region, start);
}

fn report(name: &str, region: &Region<'_, System>, start: Instant) {
    let nanoseconds = start.elapsed().as_nanos() / INSTANCES as u128;
    let bytes = bytes_held(region) / INSTANCES;
    println!("| {name} | {bytes} | {nanoseconds} ns |");
}
