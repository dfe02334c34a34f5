//! [`HttpConnections`]: what a server accepts, for as long as it speaks HTTP. A
//! connection that becomes a WebSocket is one of the sockets from then on.

use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::farewell::FAREWELL;

/// How long a connection may take for the head of its next request. It would
/// take as long as it likes with `axum::serve`, also while that ends.
const HEAD: Duration = Duration::from_secs(30);

/// The connections that speak HTTP.
pub(super) struct HttpConnections {
    router: Router,
    tasks: TaskTracker,
    closing: CancellationToken,
}

impl HttpConnections {
    pub(super) fn new(router: Router) -> Self {
        Self {
            router,
            tasks: TaskTracker::new(),
            closing: CancellationToken::new(),
        }
    }

    /// Accepts connections for ever.
    pub(super) async fn accept(&self, mut listener: TcpListener) -> ! {
        loop {
            let (stream, _) = Listener::accept(&mut listener).await;
            // Without this the second of two small frames waits for the first's
            // acknowledgement, which a peer may delay by 40 ms.
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a socket keeps gathering small writes");
            }
            let (router, closing) = (self.router.clone(), self.closing.clone());
            self.tasks.spawn(hold(stream, router, closing));
        }
    }

    /// Closes all once their requests are answered, or have had their time.
    pub(super) async fn close(&self) {
        self.closing.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// Holds a connection until it ends or becomes a WebSocket.
async fn hold(stream: TcpStream, router: Router, closing: CancellationToken) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let service = TowerToHyperService::new(router);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection.with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => Ok(ended),
        () = closing.cancelled() => {
            connection.as_mut().graceful_shutdown();
            timeout(FAREWELL, connection).await
        }
    };
    if let Ok(Err(error)) = ended {
        tracing::debug!(%error, "a connection failed");
    }
}
