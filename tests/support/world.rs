//! [`World`]: an app that is served over one of the transports.

use std::net::SocketAddr;

use stagedoor::prelude::App;
use stagedoor::server::Server;
use stagedoor::{Handlers, Limits};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::tcp::{self, Acknowledgement, Options};
use crate::{Client, DEADLINE, Load, Target, link};

/// What carries the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The server, over a WebSocket.
    WebSocket,
    /// The same, while a [`Load`] is on its app. Which has to have the actors
    /// that are loaded, and room for [`Transport::instances`] more.
    Loaded,
    /// The example's newline-delimited JSON over TCP.
    Tcp,
    /// The handlers with a fake connection, no socket.
    Memory,
}

impl Transport {
    /// How many instances it brings along, besides those of the test.
    #[must_use]
    pub fn instances(self) -> usize {
        match self {
            Self::Loaded => Load::INSTANCES,
            Self::WebSocket | Self::Tcp | Self::Memory => 0,
        }
    }
}

/// An app and the door through which its clients come.
pub struct World {
    app: App,
    transport: Transport,
    door: Door,
    load: Option<Load>,
}

enum Door {
    Socket(Listening),
    Memory(Handlers),
}

struct Listening {
    address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl World {
    /// Serves the app on a port of its own, or in memory.
    pub async fn open(transport: Transport, app: App) -> Self {
        let door = match transport {
            Transport::Memory => Door::Memory(Handlers::new(app.clone())),
            Transport::Tcp | Transport::WebSocket | Transport::Loaded => {
                Door::Socket(Listening::start(transport, app.clone()).await)
            }
        };
        let mut world = Self {
            app,
            transport,
            door,
            load: None,
        };
        if transport == Transport::Loaded {
            Load::prepare(&world.app).await;
            world.load = Some(Load::start(world.target()).await);
        }
        world
    }

    fn target(&self) -> Target {
        Target {
            server: self.address(),
            counter: "turnstile",
            chat: "hall",
            in_flight: 4,
        }
    }

    /// The app.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Connects and takes the `welcome`.
    pub async fn connect(&self) -> Client {
        let link = match (&self.door, self.transport) {
            (Door::Memory(handlers), _) => link::memory(handlers.clone()),
            (Door::Socket(listening), Transport::Tcp) => link::tcp(listening.address).await,
            (Door::Socket(listening), _) => link::web_socket(listening.address).await,
        };
        Client::welcomed(link, self.transport).await
    }

    /// Where the sockets listen.
    ///
    /// # Panics
    ///
    /// Without a socket.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        match &self.door {
            Door::Socket(listening) => listening.address,
            Door::Memory(_) => panic!("there is no socket"),
        }
    }

    /// Stops as the transport does it, and waits for the end. A load is
    /// finished first.
    ///
    /// # Panics
    ///
    /// When the end does not come.
    pub async fn shutdown(mut self) {
        if let Some(load) = self.load.take() {
            load.finish().await;
        }
        let stopped = async {
            match self.door {
                Door::Memory(_) => self.app.shutdown().await,
                Door::Socket(listening) => {
                    listening.stop.cancel();
                    listening.serving.await.expect("serving does not panic");
                }
            }
        };
        timeout(DEADLINE, stopped).await.expect("the server stops");
    }

    /// How many instances the app has alive, without those of a load.
    #[must_use]
    pub fn instances(&self) -> usize {
        self.app.manager().len() - self.transport.instances()
    }

    /// Whether the app has this instance alive.
    #[must_use]
    pub fn has(&self, instance: &crate::Instance) -> bool {
        let listed = self.app.manager().list();
        listed
            .iter()
            .any(|live| live.actor == instance.actor && *live.id == *instance.id)
    }
}

impl Listening {
    async fn start(transport: Transport, app: App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let stop = CancellationToken::new();
        let until = stop.clone().cancelled_owned();
        let serving = tokio::spawn(async move {
            if transport == Transport::Tcp {
                let served = tcp::serve(app, listener, tcp_options(), until).await;
                served.expect("the listener is fine");
            } else {
                let served = Server::new(app).serve(listener, until).await;
                served.expect("the listener is fine");
            }
        });
        Self {
            address,
            stop,
            serving,
        }
    }
}

fn tcp_options() -> Options {
    Options {
        line_bytes: Limits::default().frame_bytes,
        queued_lines: 100_000,
        acknowledgement: Acknowledgement::None,
    }
}
