//! What a call costs through the client, beside raw frames on a bare WebSocket to
//! the same server in the same run; and what a handle holds in memory.
//!
//! ```text
//! cargo bench -p stagedoor --features client --bench client
//! ```

#![allow(
    clippy::cast_precision_loss,
    reason = "rates are not counted to the last call"
)]

mod raw;

use std::alloc::System;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use stagedoor::client::Client;
use stagedoor::prelude::*;
use stagedoor::server::Server;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use raw::RawClient;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How long each row is measured, and how often the two take turns.
const ROUND: Duration = Duration::from_millis(500);
const ROUNDS: usize = 6;

/// Counts.
#[actor]
struct Counter {
    count: i64,
}

#[actor]
impl Counter {
    /// Adds to the count.
    #[method]
    fn add(&mut self, amount: i64) -> i64 {
        self.count += amount;
        self.count
    }
}

fn main() {
    let runtime = Runtime::new().expect("a runtime can be made");
    runtime.block_on(async {
        let url = serve().await;
        println!("| calls in flight | raw frames/s | client/s | client ÷ raw | raw, each | client, each |");
        println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
        for in_flight in [1, 16, 64] {
            compare(&url, in_flight).await;
        }
        memory(&url).await;
    });
}

/// Starts a server on a free port.
async fn serve() -> String {
    let app = App::new().actor::<Counter>().build();
    let app = app.expect("one actor contradicts nothing");
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(Server::new(app).serve(listener, std::future::pending()));
    format!("ws://{address}")
}

async fn compare(url: &str, in_flight: usize) {
    let client = Client::connect(url).await.expect("the server is there");
    let mut raw = RawClient::connect(url).await;
    // In turns, so that a drift of the machine's speed meets both.
    let (mut raws, mut clients) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        raws.push(rate_of_raw(&mut raw, in_flight).await);
        clients.push(rate_of_client(&client, in_flight).await);
    }
    let (raw, client) = (median(raws), median(clients));
    let each = |rate: f64| in_flight as f64 / rate * 1e6;
    println!(
        "| {in_flight} | {raw:.0} | {client:.0} | {:.2} | {:.1} µs | {:.1} µs |",
        client / raw,
        each(raw),
        each(client)
    );
}

async fn rate_of_raw(raw: &mut RawClient, in_flight: usize) -> f64 {
    let begun = Instant::now();
    let mut calls = 0;
    while begun.elapsed() < ROUND {
        raw.exchange(in_flight).await;
        calls += in_flight;
    }
    calls as f64 / begun.elapsed().as_secs_f64()
}

async fn rate_of_client(client: &Client, in_flight: usize) -> f64 {
    let counter = client.actor::<Counter>("client");
    let begun = Instant::now();
    let mut calls = 0;
    while begun.elapsed() < ROUND {
        for answer in join_all((0..in_flight).map(|_| counter.add(1))).await {
            answer.expect("it is answered");
        }
        calls += in_flight;
    }
    calls as f64 / begun.elapsed().as_secs_f64()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

async fn memory(url: &str) {
    const HANDLES: usize = 10_000;
    let client = Client::connect(url).await.expect("the server is there");
    let mut handles = Vec::with_capacity(HANDLES);
    let region = Region::new(ALLOCATOR);
    for number in 0..HANDLES {
        handles.push(client.actor::<Counter>(&number.to_string()));
    }
    let change = region.change();
    let held = change.bytes_allocated - change.bytes_deallocated;
    let inline = size_of::<CounterHandle>();
    println!(
        "\nAn idle handle: {inline} B, and {} B behind it, its id among them.",
        held / HANDLES
    );
}
