//! The axum adapter: a router to nest in an axum app, and a standalone server.
//! It is one transport among others; it uses [`Handlers`] as any would.

use std::fmt;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use tokio::net::{TcpListener, ToSocketAddrs};

use crate::{App, Error, Handlers, Identity};

mod conversation;
mod departures;
mod farewell;
mod http;
mod lingering;
mod outgoing;
mod router;
mod shutdown;
mod socket;
mod sockets;
mod upgrade;

pub use shutdown::shutdown_signal;

use http::HttpConnections;
use sockets::Sockets;

/// Serves an app at an address until Ctrl-C or SIGTERM.
///
/// `GET /` is the WebSocket, `GET /health` tells that the server is up and
/// `GET /schema` is the schema document. On the signal it stops accepting,
/// finishes what is queued, runs every `on_deactivate` and closes the sockets
/// with the code 1001, going away.
///
/// # Errors
///
/// The address cannot be listened on.
pub async fn serve(app: App, address: impl ToSocketAddrs) -> Result<(), Error> {
    let listener = TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    Server::new(app).serve(listener, shutdown_signal()).await?;
    Ok(())
}

/// A server of an app over WebSocket. Cloning is cheap; all clones are one server.
///
/// ```no_run
/// use axum::routing::get;
/// use axum::serve::ListenerExt;
/// use stagedoor::prelude::*;
/// use stagedoor::server::{Server, shutdown_signal};
///
/// # async fn run(app: App) -> std::io::Result<()> {
/// let server = Server::new(app);
/// let router = axum::Router::new()
///     .route("/", get(|| async { "hello" }))
///     .nest("/live", server.router());
///
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
/// // Small frames leave at once, instead of waiting for acknowledgements.
/// let listener = listener.tap_io(|tcp| drop(tcp.set_nodelay(true)));
/// axum::serve(listener, router)
///     .with_graceful_shutdown(async move {
///         shutdown_signal().await;
///         server.shutdown().await;
///     })
///     .await
/// # }
/// ```
#[derive(Clone)]
pub struct Server {
    identify: Identify,
    sockets: Arc<Sockets>,
}

type Identify = Arc<dyn Fn(Parts) -> BoxFuture<'static, Result<Identity, Response>> + Send + Sync>;

impl Server {
    /// A server of an app that takes every connection as anonymous.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            identify: Arc::new(|_| Box::pin(async { Ok(Identity::anonymous()) })),
            sockets: Arc::new(Sockets::new(Handlers::new(app))),
        }
    }

    /// Turns each upgrade request into who is connecting, or refuses it with a
    /// response. The request is the only thing to go by, so this is the place
    /// to verify a token and to check the `Origin` of browsers.
    #[must_use]
    pub fn identify<F, R, E>(mut self, identify: F) -> Self
    where
        F: Fn(Parts) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Identity, E>> + Send + 'static,
        E: IntoResponse,
    {
        self.identify = Arc::new(move |request| {
            let asked = identify(request);
            Box::pin(async move { asked.await.map_err(IntoResponse::into_response) })
        });
        self
    }

    /// The handlers behind the sockets.
    #[must_use]
    pub fn handlers(&self) -> &Handlers {
        self.sockets.handlers()
    }

    /// The routes `/` (the WebSocket), `/health` and `/schema`, to be served
    /// as they are or nested.
    ///
    /// `axum::serve` waits for the head of a request as long as that takes, also
    /// when it is to end; [`serve`](Self::serve) waits 30 s, and 5 s in the end.
    pub fn router(&self) -> Router {
        router::router(self.clone())
    }

    /// Serves the router until the future completes, and then shuts down.
    ///
    /// # Errors
    ///
    /// None so far: accepting that fails is tried again.
    pub async fn serve(
        self,
        listener: TcpListener,
        until: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let connections = HttpConnections::new(self.router());
        // The listener is dropped with what accepts from it.
        tokio::select! {
            never = connections.accept(listener) => never,
            () = until => {}
        }
        tokio::join!(connections.close(), self.shutdown());
        Ok(())
    }

    /// Ends the app and then the sockets: new calls are refused, waiting ones
    /// finish, every `on_deactivate` runs, and the sockets close with the code
    /// 1001 once what waits for them is sent.
    pub async fn shutdown(&self) {
        tracing::info!(
            instances = self.handlers().manager().len(),
            sockets = self.sockets.len(),
            "shutting down"
        );
        self.handlers().app().shutdown().await;
        self.sockets.close().await;
        tracing::info!("shut down");
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Server")
            .field("handlers", self.handlers())
            .field("sockets", &self.sockets.len())
            .finish_non_exhaustive()
    }
}
