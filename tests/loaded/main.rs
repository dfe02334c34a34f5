//! The example `bench_server`, in a process of its own, under load: whoever looks
//! at it meanwhile finds the protocol as it is without one.
//!
//! The conformance suite has the load of `support` as well, on actors of its own;
//! here the actors, limits and threads are those that are measured.

mod errors;
mod frames;
mod order;
mod server;
mod shutdown;
mod slow_reader;

use std::net::SocketAddr;

use support::{Client, Load, Target};

use self::server::Server;

/// How many calls each caller of the load has in flight.
const IN_FLIGHT: usize = 16;

/// The server, and what it is busy with.
struct Loaded {
    server: Server,
    load: Load,
}

impl Loaded {
    /// Starts both, and returns once the load is under way.
    async fn start() -> Self {
        let server = Server::start();
        let target = Target {
            server: server.address,
            counter: "counter",
            chat: "chat",
            in_flight: IN_FLIGHT,
        };
        let load = Load::start(target).await;
        Self { server, load }
    }

    fn address(&self) -> SocketAddr {
        self.server.address
    }

    async fn connect(&self) -> Client {
        Client::connect(self.address()).await
    }

    /// Ends both in order. All of the load must have been served.
    async fn finish(self) {
        let tally = self.load.finish().await;
        assert_eq!(tally.refused, 0, "its limits are far away");
        assert!(tally.served > 3 * IN_FLIGHT, "that was no load: {tally:?}");
        assert!(self.server.stop().await.success());
    }
}
