//! Many connections that end at once: others do not wait for it, every hook
//! runs, and nothing is left of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde_json::{Value, json};
use stagedoor::prelude::*;
use stagedoor::server::Server;
use stagedoor::{Connection, Frame, Handlers};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, yield_now};
use tokio::time::{advance, pause, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};
use tokio_util::sync::CancellationToken;

const MANY: usize = 200;

const DEADLINE: Duration = Duration::from_secs(10);

/// How long one waits to leave alone, and how many leave together after that.
const PATIENCE: Duration = Duration::from_secs(1);
const AT_ONCE: usize = 32;

/// Counts who has left.
#[actor]
struct Lobby {
    left: usize,
}

#[actor]
impl Lobby {
    /// How many have left.
    #[method]
    fn left(&self) -> usize {
        self.left
    }

    #[on_disconnect]
    fn count(&mut self) {
        self.left += 1;
    }
}

struct Running {
    address: SocketAddr,
    server: Server,
    handlers: Handlers,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Running {
    async fn start() -> Self {
        let app = App::new().actor::<Lobby>().build().expect("it builds");
        let server = Server::new(app);
        let handlers = server.handlers().clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let until_stopped = server.clone().serve(listener, stopped);
        let serving = async move { until_stopped.await.expect("it serves") };
        Self {
            address,
            server,
            handlers,
            stop,
            serving: tokio::spawn(serving),
        }
    }

    /// As many visitors as are to leave, each of whom the lobby knows.
    async fn visitors(&self) -> Vec<Visitor> {
        let visitors = join_all((0..MANY).map(|_| async {
            let mut visitor = Visitor::connect(self.address).await;
            visitor.ask().await;
            visitor
        }));
        visitors.await
    }

    /// Waits, where the clock stands still, until it is noticed that nobody is
    /// there any more.
    async fn desert(&self) {
        for _ in 0..1_000 {
            if format!("{:?}", self.server).contains("sockets: 0,") {
                return;
            }
            yield_now().await;
        }
        panic!("{:?}", self.server);
    }

    fn has_connections(&self, count: usize) -> bool {
        let debug = format!("{:?}", self.handlers);
        debug.contains(&format!("connections: {count} "))
    }
}

struct Visitor(WebSocketStream<TcpStream>);

impl Visitor {
    async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("it accepts");
        let upgraded = client_async(format!("ws://{address}/"), stream).await;
        Self(upgraded.expect("it upgrades").0)
    }

    /// Asks how many have left.
    async fn ask(&mut self) -> usize {
        let call =
            json!({ "type": "rpc", "id": "1", "actor": "lobby", "actorId": "a", "method": "left" });
        let sent = self.0.send(Message::text(call.to_string())).await;
        sent.expect("it is open");
        loop {
            let frame = self.0.next().await.expect("it is open").expect("a frame");
            let text = frame.to_text().expect("frames are text");
            let answer: Value = serde_json::from_str(text).expect("frames are JSON");
            if answer["type"] == "rpc:result" {
                let left = answer["result"].as_u64().expect("a number");
                return usize::try_from(left).expect("a small number");
            }
        }
    }
}

#[tokio::test]
async fn others_are_answered_while_many_leave() {
    let running = Running::start().await;
    let mut other = Visitor::connect(running.address).await;
    drop(running.visitors().await);

    let mut left = 0;
    while left == 0 {
        left = other.ask().await;
    }
    assert!(left < MANY / 2, "{left} left between two calls");
    let all_left = async { while other.ask().await < MANY {} };
    timeout(DEADLINE, all_left).await.expect("all hooks run");
    assert_eq!(other.ask().await, MANY);
    assert!(running.has_connections(1), "{:?}", running.handlers);
}

#[tokio::test]
async fn a_server_that_stops_leaves_nothing_of_them() {
    let running = Running::start().await;
    drop(running.visitors().await);
    assert!(running.has_connections(MANY), "{:?}", running.handlers);

    running.stop.cancel();
    let Running {
        serving, handlers, ..
    } = running;
    let served = timeout(DEADLINE, serving).await.expect("it stops");
    served.expect("it does not panic");
    let debug = format!("{handlers:?}");
    assert!(debug.contains("connections: 0 "), "{debug}");
}

/// With one thread and a clock that stands still, what happens between two turns
/// of the test is known.
#[tokio::test]
async fn those_that_have_waited_too_long_leave_many_at_a_time() {
    let running = Running::start().await;
    drop(running.visitors().await);
    pause();
    running.desert().await;

    let lobby = running.handlers.app().actor::<Lobby>("a");
    let seen = async || lobby.left().await.expect("it answers");
    let begun = seen().await;
    advance(PATIENCE).await;
    for turn in 1..10 {
        yield_now().await;
        let left = seen().await - begun;
        assert!(left <= turn + 1, "{left} left in {turn} turns");
    }

    advance(Duration::from_millis(1)).await;
    let mut before = seen().await;
    while before < MANY {
        yield_now().await;
        let left = seen().await;
        assert!(left == before + AT_ONCE || left == MANY, "{before}, {left}");
        before = left;
    }
    assert!(running.has_connections(0), "{:?}", running.handlers);
}

/// An actor that asks for no connections, and can be kept busy.
#[actor]
struct Desk {
    calls: u64,
}

#[actor]
impl Desk {
    #[method]
    fn ping(&mut self) {
        self.calls += 1;
    }

    #[method]
    async fn never(&mut self) {
        std::future::pending::<()>().await;
    }
}

/// A connection that leads nowhere.
struct Nowhere(&'static str);

impl Connection for Nowhere {
    fn id(&self) -> &str {
        self.0
    }

    fn send(&self, _: Frame) {}
}

#[tokio::test]
async fn a_connection_that_only_called_an_actor_without_hooks_leaves_at_once() {
    let handlers = Handlers::new(App::new().actor::<Desk>().build().unwrap());
    let (guest, other) = (Arc::new(Nowhere("guest")), Arc::new(Nowhere("other")));
    handlers.on_connection(guest.clone()).unwrap();
    handlers.on_connection(other.clone()).unwrap();
    let call = |method| {
        json!({ "type": "rpc", "id": "1", "actor": "desk", "actorId": "a", "method": method })
            .to_string()
    };
    handlers.on_message(&*guest, &call("ping")).await;
    drop(handlers.on_message(&*other, &call("never")));
    let left = handlers.on_close(&*guest).now_or_never();
    assert!(
        left.is_some(),
        "the busy instance has nothing to do with it"
    );
}
