//! An actor, and a [`World`] that serves it to those who know the password.

use std::fmt;
use std::net::SocketAddr;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::serve::Listener;
use stagedoor::prelude::*;
use stagedoor::server::Server;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Names in the order of their coming. The fields are not in the order of the
/// alphabet.
#[actor]
pub(crate) struct Queue {
    names: Vec<String>,
    greeted: u64,
}

/// Someone came.
#[event]
pub(crate) struct Came {
    name: String,
    number: u64,
}

/// Why someone is not let in.
#[model]
#[derive(Debug)]
pub(crate) enum QueueError {
    /// There is no place left.
    Full { places: u64 },
}

impl fmt::Display for QueueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Full { places } = self;
        write!(formatter, "all {places} places are taken")
    }
}

impl std::error::Error for QueueError {}

/// Nobody may.
pub(crate) struct Nobody;

impl FromCall for Nobody {
    async fn from_call(_: &Call) -> Result<Self, Denied> {
        Err(Denied::new("nobody may"))
    }
}

#[actor(events(Came))]
impl Queue {
    /// Lines up.
    #[method]
    fn join(&mut self, cx: &Context<Self>, name: String) -> Result<Vec<String>, QueueError> {
        if self.names.len() == 3 {
            return Err(QueueError::Full { places: 3 });
        }
        self.greeted += 1;
        self.names.push(name.clone());
        let number = self.greeted;
        cx.emit(Came { name, number }).broadcast();
        Ok(self.names.clone())
    }

    #[method]
    fn leave(&mut self) -> Option<String> {
        (!self.names.is_empty()).then(|| self.names.remove(0))
    }

    #[method]
    fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    #[method]
    fn rest(&self) {}

    #[method]
    async fn wait_forever(&self) {
        std::future::pending::<()>().await;
    }

    #[method]
    fn break_down(&self) {
        panic!("hush");
    }

    #[method]
    fn command(&self, _nobody: &Nobody) {}
}

/// A server, with its queues at `/` for everybody, and at `/guarded` for those
/// who know the token or the header.
pub(crate) struct World {
    pub(crate) app: App,
    address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl World {
    pub(crate) async fn open() -> Self {
        Self::open_at("127.0.0.1:0".parse().expect("it is one")).await
    }

    async fn open_at(address: SocketAddr) -> Self {
        Self::open_behind(TcpListener::bind(address).await.expect("a port is free"))
    }

    pub(crate) fn open_behind(listener: impl Listener<Addr = SocketAddr>) -> Self {
        let app = App::new().actor::<Queue>().build();
        let app = app.expect("the fixtures do not contradict each other");
        let address = listener.local_addr().expect("it is bound");
        let stop = CancellationToken::new();
        let serving = tokio::spawn(serve(app.clone(), listener, stop.clone()));
        Self {
            app,
            address,
            stop,
            serving,
        }
    }

    /// The address for everybody.
    pub(crate) fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// The same address where it is behind TLS, with a name for a certificate.
    pub(crate) fn encrypted_url(&self) -> String {
        format!("wss://localhost:{}", self.address.port())
    }

    pub(crate) fn guarded_url(&self) -> String {
        format!("ws://{}/guarded", self.address)
    }

    /// Stops, and starts again with nothing alive.
    pub(crate) async fn restart(self) -> Self {
        let address = self.stop().await;
        Self::open_at(address).await
    }

    /// Stops, and tells where nobody listens any more.
    pub(crate) async fn stop(self) -> SocketAddr {
        self.stop.cancel();
        crate::soon("the end of the server", self.serving)
            .await
            .expect("serving does not panic");
        self.address
    }
}

async fn serve(app: App, listener: impl Listener<Addr = SocketAddr>, stop: CancellationToken) {
    let open = Server::new(app.clone());
    let guarded = Server::new(app).identify(async |request: Parts| guard(&request));
    let router = axum::Router::new()
        .merge(open.router())
        .nest("/guarded", guarded.router());
    let stopped = async move {
        stop.cancelled().await;
        tokio::join!(open.shutdown(), guarded.shutdown());
    };
    let served = axum::serve(listener, router).with_graceful_shutdown(stopped);
    served.await.expect("the listener is fine");
}

fn guard(request: &Parts) -> Result<Identity, (StatusCode, &'static str)> {
    let is = |name: &str, value: &str| request.headers.get(name).is_some_and(|is| is == value);
    if is("authorization", "Bearer open sesame") || (is("x-key", "k:1") && is("x-other", "2")) {
        return Ok(Identity::user("ali"));
    }
    Err((StatusCode::UNAUTHORIZED, "say the word"))
}
