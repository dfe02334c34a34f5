//! [`Server`]: the chat example, served so that it can be stopped or cut off.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::chat;

/// The chat example on a runtime of its own.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    stopped: oneshot::Receiver<()>,
    runtime: CutOff,
}

impl Server {
    /// Serves on a free port.
    pub(crate) async fn start() -> Self {
        Self::start_at(([127, 0, 0, 1], 0).into()).await
    }

    pub(crate) async fn start_at(address: SocketAddr) -> Self {
        let runtime = Runtime::new().expect("a runtime starts");
        let (stop, until) = oneshot::channel();
        let (has_stopped, stopped) = oneshot::channel();
        let (listening, listens) = oneshot::channel();
        runtime.spawn(async move {
            let listener = TcpListener::bind(address).await.expect("the port is free");
            let _ = listening.send(listener.local_addr().expect("it has an address"));
            let until = async {
                let _ = until.await;
            };
            chat::serve(listener, until).await.expect("the server runs");
            let _ = has_stopped.send(());
        });
        Self {
            address: listens.await.expect("the server listens"),
            stop,
            stopped,
            runtime: CutOff(Some(runtime)),
        }
    }

    /// Stops as on Ctrl-C.
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(());
        self.stopped.await.expect("the server stops by itself");
    }

    /// Is gone from one moment to the next: no goodbye to anyone.
    pub(crate) async fn crash(mut self) {
        let runtime = self.runtime.0.take().expect("it is taken once");
        let cut_off = move || runtime.shutdown_timeout(Duration::from_secs(5));
        let cut_off = tokio::task::spawn_blocking(cut_off);
        cut_off.await.expect("the runtime goes");
    }
}

/// A runtime that a test may drop while it panics, where waiting is not allowed.
struct CutOff(Option<Runtime>);

impl Drop for CutOff {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
