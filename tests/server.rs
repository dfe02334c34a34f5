//! The server around the socket: health, the schema document, who may connect,
//! and the signals. What goes over the socket is the conformance suite's.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::request::Parts;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use stagedoor::prelude::*;
use stagedoor::server::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::CancellationToken;

#[path = "../examples/auth.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "it is an example with a `main` of its own"
)]
mod auth;

const DEADLINE: Duration = Duration::from_secs(10);

/// Counts visits.
#[actor]
struct Counter {
    /// How many there were.
    count: i64,
    #[actor(default = 7)]
    limit: i64,
    #[actor(private)]
    secret: String,
}

#[actor]
impl Counter {
    /// Counts one more.
    #[method]
    fn add(&mut self, amount: i64) -> i64 {
        self.count += amount;
        self.count
    }

    #[method]
    fn who(&self, cx: &Context<Self>) -> Option<String> {
        cx.user_id().map(str::to_owned)
    }

    #[on_deactivate]
    fn note_the_end(&self) {
        ENDED.cancel();
    }
}

static ENDED: std::sync::LazyLock<CancellationToken> =
    std::sync::LazyLock::new(CancellationToken::new);

fn app() -> App {
    App::new().actor::<Counter>().build().expect("it builds")
}

/// A server on a port of its own, with the way to stop it.
struct Running {
    address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<io::Result<()>>,
}

impl Running {
    async fn start(server: Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let stop = CancellationToken::new();
        let serving = tokio::spawn(server.serve(listener, stop.clone().cancelled_owned()));
        Self {
            address,
            stop,
            serving,
        }
    }

    async fn stop(self) {
        self.stop.cancel();
        let served = timeout(DEADLINE, self.serving).await;
        served
            .expect("it stops")
            .expect("it does not panic")
            .expect("it served");
    }
}

/// The status line and the body of a `GET`.
async fn get(address: SocketAddr, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).await.expect("it accepts");
    let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it reads");
    let mut response = String::new();
    stream
        .read_to_string(&mut response)
        .await
        .expect("it answers");
    let (head, body) = response.split_once("\r\n\r\n").expect("a whole response");
    let status = head.lines().next().unwrap_or_default();
    (status.to_owned(), body.to_owned())
}

/// Calls a method over a new WebSocket and returns the answer.
async fn call(url: &str, actor: &str, method: &str, input: Value) -> Result<Value, Error> {
    let (mut socket, _) = connect_async(url).await?;
    let frame = json!({ "type": "rpc", "id": "1", "actor": actor, "actorId": "a", "method": method, "input": input });
    socket.send(Message::text(frame.to_string())).await?;
    while let Some(message) = socket.next().await {
        let answer: Value = serde_json::from_str(message?.to_text()?).expect("frames are JSON");
        if answer["id"] == "1" {
            return Ok(answer);
        }
    }
    Err(Error::ConnectionClosed)
}

#[tokio::test]
async fn health_tells_that_the_server_is_up() {
    let running = Running::start(Server::new(app())).await;
    let (status, body) = get(running.address, "/health").await;
    assert_eq!(status, "HTTP/1.1 200 OK");
    let body: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(body, json!({ "status": "ok", "instances": 0 }));
    running.stop().await;
}

#[tokio::test]
async fn the_schema_document_is_the_apps() {
    let app = app();
    let running = Running::start(Server::new(app.clone())).await;
    let (status, body) = get(running.address, "/schema").await;
    assert_eq!(status, "HTTP/1.1 200 OK");
    let served: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(&served, app.schema());

    let counter = &served["actors"]["counter"];
    assert_eq!(counter["description"], "Counts visits.");
    assert_eq!(counter["methods"]["add"]["description"], "Counts one more.");
    assert_eq!(
        counter["methods"]["add"]["input"]["required"],
        json!(["amount"])
    );
    assert_eq!(counter["methods"]["add"]["result"]["type"], "integer");
    let fields = &counter["state"]["properties"];
    assert_eq!(fields["limit"]["default"], 7);
    assert_eq!(fields["count"]["default"], 0);
    assert_eq!(fields["count"]["description"], "How many there were.");
    assert_eq!(
        fields.get("secret"),
        None,
        "a private field is not published"
    );
    running.stop().await;
}

#[tokio::test]
async fn what_is_no_upgrade_is_told_so() {
    let running = Running::start(Server::new(app())).await;
    let (status, _) = get(running.address, "/").await;
    assert_eq!(status, "HTTP/1.1 400 Bad Request");
    running.stop().await;
}

#[tokio::test]
async fn who_connects_is_decided_at_the_upgrade() {
    let server = Server::new(app()).identify(|request: Parts| async move {
        match request.uri.query() {
            Some(user) => Ok(Identity::user(user)),
            None => Err(StatusCode::FORBIDDEN),
        }
    });
    let running = Running::start(server).await;
    let url = format!("ws://{}/", running.address);

    let refused = call(&url, "counter", "who", json!({})).await;
    let Err(Error::Http(response)) = refused else {
        panic!("expected a refusal, got {refused:?}");
    };
    assert_eq!(response.status(), StatusCode::FORBIDDEN);

    let answer = call(&format!("{url}?ada"), "counter", "who", json!({})).await;
    assert_eq!(answer.expect("it connects")["result"], "ada");
    running.stop().await;
}

#[tokio::test]
async fn a_token_decides_what_its_bearer_may_do() {
    let tokens = auth::Tokens::new(b"a secret of this test");
    let running = Running::start(auth::server(&tokens).expect("it builds")).await;
    let url = |user: &str, role: &str| {
        let token = tokens.issue(user, role).expect("it signs");
        format!("ws://{}/?token={token}", running.address)
    };
    let text = json!({ "text": "hello" });

    let posted = call(&url("ada", "admin"), "board", "post", text.clone()).await;
    assert_eq!(posted.expect("it connects")["result"], 1);

    let denied = call(&url("mia", "member"), "board", "post", text.clone()).await;
    let denied = denied.expect("it connects");
    assert_eq!(denied["error"], "mia is not an admin");
    assert_eq!(denied["code"], "denied");

    let read = call(&url("mia", "member"), "board", "read", json!({})).await;
    assert_eq!(read.expect("it connects")["result"], json!(["hello (ada)"]));

    let forged = auth::Tokens::new(b"another secret")
        .issue("eve", "admin")
        .expect("it signs");
    for query in [
        format!("?token={forged}"),
        "?token=nonsense".to_owned(),
        String::new(),
    ] {
        let refused = call(
            &format!("ws://{}/{query}", running.address),
            "board",
            "read",
            json!({}),
        )
        .await;
        let Err(Error::Http(response)) = refused else {
            panic!("expected a refusal of `{query}`, got {refused:?}");
        };
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
    running.stop().await;
}

#[tokio::test]
async fn a_nested_router_serves_beside_others() {
    let server = Server::new(app());
    let router = axum::Router::new()
        .route("/", axum::routing::get(|| async { "the page" }))
        .nest("/live", server.router());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });

    assert_eq!(get(address, "/").await.1, "the page");
    assert_eq!(get(address, "/live/health").await.0, "HTTP/1.1 200 OK");
    let answer = call(
        &format!("ws://{address}/live"),
        "counter",
        "add",
        json!({ "amount": 2 }),
    )
    .await;
    assert_eq!(answer.expect("it connects")["result"], 2);
    server.shutdown().await;
    serving.abort();
}

/// How a request may begin, and then go no further.
const BEGINNINGS: [&str; 3] = ["", "P", "GET / HTTP/1.1\r\nhost:"];

/// Connections that have sent the beginning of a request.
async fn half_asked(address: SocketAddr) -> Vec<TcpStream> {
    let mut open = Vec::new();
    for beginning in BEGINNINGS {
        let mut stream = TcpStream::connect(address).await.expect("it accepts");
        let sent = stream.write_all(beginning.as_bytes()).await;
        sent.expect("it reads");
        open.push(stream);
    }
    open
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_never_finished_does_not_hold_up_the_end() {
    let running = Running::start(Server::new(app())).await;
    let _open = half_asked(running.address).await;
    // Accepted after those, and before the stop.
    get(running.address, "/health").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_never_finished_is_given_up() {
    let running = Running::start(Server::new(app())).await;
    for mut stream in half_asked(running.address).await {
        let mut answer = Vec::new();
        let ended = timeout(Duration::from_mins(1), stream.read_to_end(&mut answer)).await;
        ended.expect("it is closed").expect("it ends in order");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_terminate_signal_ends_the_server_in_order() {
    // Taken first, so that the signal can never end the test itself.
    let _taken = signal(SignalKind::terminate()).expect("signals can be taken");
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = free.local_addr().expect("it is bound");
    drop(free);
    let serving = tokio::spawn(stagedoor::serve(app(), address));
    let url = format!("ws://{address}/");
    let (mut socket, _) = loop {
        match connect_async(&url).await {
            Ok(connected) => break connected,
            Err(_) => tokio::task::yield_now().await,
        }
    };
    let call = json!({ "type": "rpc", "id": "1", "actor": "counter", "actorId": "a", "method": "add", "input": { "amount": 1 } });
    socket
        .send(Message::text(call.to_string()))
        .await
        .expect("it reads");
    let _welcome = socket.next().await;
    let answer = socket.next().await.expect("it is open").expect("a frame");
    assert!(answer.to_text().expect("text").contains(r#""result":1"#));

    let id = std::process::id().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status();
    assert!(killed.expect("`kill` is there").success());

    let last = timeout(DEADLINE, socket.next()).await.expect("it closes");
    let Some(Ok(Message::Close(Some(close)))) = last else {
        panic!("expected a close frame, got {last:?}");
    };
    assert_eq!(u16::from(close.code), 1001);
    while let Some(Ok(_)) = socket.next().await {}
    let served = timeout(DEADLINE, serving).await.expect("it stops");
    served.expect("it does not panic").expect("it served");
    assert!(ENDED.is_cancelled(), "`on_deactivate` has run");
}
