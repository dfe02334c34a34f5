//! The client over real sockets: against a server that is played by hand, and
//! against a real one behind a proxy that can stall and cut.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the wire dictates how methods take what they are given"
)]

mod actors;
mod calls;
mod connecting;
mod cuts;
mod definitions;
mod dynamic;
mod events;
mod fake;
mod handles;
mod proxy;
mod reconnecting;
mod state;
mod tls;
mod updates;

use std::time::Duration;

use stagedoor::client::{Client, ClientBuilder};
use support::{DEADLINE, Transport, World};

/// Reconnects without delay worth mentioning.
fn quick(builder: ClientBuilder) -> ClientBuilder {
    builder.reconnect(Duration::from_millis(1), Duration::from_millis(10))
}

/// Awaits what must not take long.
async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let output = tokio::time::timeout(DEADLINE, future).await;
    output.unwrap_or_else(|_| panic!("{what} does not come"))
}

/// A server of the fixtures, and a client of it.
async fn connected() -> (World, Client) {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let url = format!("ws://{}", world.address());
    let client = Client::connect(url).await.expect("it is there");
    (world, client)
}
