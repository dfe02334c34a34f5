//! [`Proxy`]: a TCP proxy between client and server that the test can stall,
//! cut at any byte and lead to another server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

/// Forwards each connection to the server of the moment.
pub(crate) struct Proxy {
    address: SocketAddr,
    rules: watch::Sender<Rules>,
    opened: Arc<AtomicUsize>,
    _accepting: AbortOnDropHandle<()>,
}

/// What holds for all connections.
#[derive(Clone, Debug)]
struct Rules {
    /// None: connections are dropped as soon as they are made.
    server: Option<SocketAddr>,
    stalled: bool,
    /// Connections that were made before this many cuts are over.
    cuts: usize,
    /// How many more bytes reach the clients before a cut, if it is to be one.
    bytes_left: Option<usize>,
}

impl Proxy {
    pub(crate) async fn open(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let rules = watch::Sender::new(Rules {
            server: Some(server),
            stalled: false,
            cuts: 0,
            bytes_left: None,
        });
        let opened = Arc::<AtomicUsize>::default();
        let accepting = tokio::spawn(accept(listener, rules.clone(), Arc::clone(&opened)));
        Self {
            address,
            rules,
            opened,
            _accepting: AbortOnDropHandle::new(accepting),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// How many connections there have been.
    pub(crate) fn opened(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }

    /// Cuts all connections at once.
    pub(crate) fn cut(&self) {
        self.rules.send_modify(|rules| rules.cuts += 1);
    }

    /// Cuts all connections when so many more bytes have reached clients, most
    /// probably in the midst of a frame.
    pub(crate) fn cut_after(&self, bytes: usize) {
        self.rules
            .send_modify(|rules| rules.bytes_left = Some(bytes));
    }

    /// Keeps all connections open, but silent.
    pub(crate) fn stall(&self) {
        self.rules.send_modify(|rules| rules.stalled = true);
    }

    pub(crate) fn resume(&self) {
        self.rules.send_modify(|rules| rules.stalled = false);
    }

    /// Leads new connections to another server, or nowhere.
    pub(crate) fn lead_to(&self, server: Option<SocketAddr>) {
        self.rules.send_modify(|rules| rules.server = server);
    }
}

async fn accept(listener: TcpListener, rules: watch::Sender<Rules>, opened: Arc<AtomicUsize>) {
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        opened.fetch_add(1, Ordering::SeqCst);
        connections.spawn(forward(client, rules.clone()));
    }
}

async fn forward(client: TcpStream, rules: watch::Sender<Rules>) {
    let (server, cuts) = {
        let rules = rules.borrow();
        (rules.server, rules.cuts)
    };
    let Some(server) = server else { return };
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    for stream in [&client, &server] {
        stream.set_nodelay(true).expect("the socket is open");
    }
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let mut cut = rules.subscribe();
    tokio::select! {
        () = pump(from_client, to_server, &rules, Direction::Up) => {}
        () = pump(from_server, to_client, &rules, Direction::Down) => {}
        _ = cut.wait_for(|rules| rules.cuts > cuts) => {}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    rules: &watch::Sender<Rules>,
    direction: Direction,
) {
    let mut buffer = vec![0; 16 << 10];
    let mut flowing = rules.subscribe();
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        if flowing.wait_for(|rules| !rules.stalled).await.is_err() {
            return;
        }
        let bytes = match direction {
            Direction::Up => &buffer[..length],
            Direction::Down => &buffer[..take(rules, length)],
        };
        if to.write_all(bytes).await.is_err() {
            return;
        }
        if bytes.len() < length {
            rules.send_modify(|rules| {
                rules.cuts += 1;
                rules.bytes_left = None;
            });
            return;
        }
    }
}

/// How many of these bytes may pass.
fn take(rules: &watch::Sender<Rules>, length: usize) -> usize {
    let mut passing = length;
    rules.send_if_modified(|rules| {
        if let Some(left) = &mut rules.bytes_left {
            passing = length.min(*left);
            *left -= passing;
        }
        false
    });
    passing
}
