//! [`Driver`]: the one task of a client. It connects, again and again, and
//! stands between the handles, the [`Dispatcher`] and the socket.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::consume_budget;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::backoff::Backoff;
use super::command::{Command, Release};
use super::connection::{Connection, Lost};
use super::dispatcher::Dispatcher;
use super::endpoint::Endpoint;
use super::error::ConnectError;
use super::options::Options;
use super::status::{Standing, Status};
use crate::ClientId;

/// Ends when the client is closed, which the last handle does when it is
/// dropped, or when the connection is lost and is not to be had again.
pub(super) struct Driver {
    endpoint: Arc<dyn Endpoint>,
    options: Options,
    commands: mpsc::Receiver<Command>,
    releases: mpsc::UnboundedReceiver<Release>,
    closing: CancellationToken,
    standing: watch::Sender<Standing>,
    dispatcher: Dispatcher,
}

/// Where the first attempt to connect is reported.
pub(super) type FirstAttempt = oneshot::Sender<Result<(), ConnectError>>;

/// The client is being closed.
struct Closing;

impl Driver {
    pub(super) fn new(
        endpoint: Arc<dyn Endpoint>,
        options: Options,
        commands: mpsc::Receiver<Command>,
        releases: mpsc::UnboundedReceiver<Release>,
        closing: CancellationToken,
        standing: watch::Sender<Standing>,
    ) -> Self {
        Self {
            dispatcher: Dispatcher::new(options.outgoing_queue),
            endpoint,
            options,
            commands,
            releases,
            closing,
            standing,
        }
    }

    /// Runs to the end. Where the first attempt is to be reported, its failure
    /// is that end; else it is followed by others.
    pub(super) async fn run(mut self, first: Option<FirstAttempt>) {
        // Whether closed or lost for good, what follows is the same.
        let _ = self.keep_connected(first).await;
        self.dispatcher.end();
        self.set_standing(Status::Disconnected, None);
    }

    async fn keep_connected(&mut self, mut first: Option<FirstAttempt>) -> Result<(), Closing> {
        let range = self.options.reconnect;
        let mut backoff = range.map(|range| Backoff::new(range.first, range.longest));
        loop {
            let endpoint = Arc::clone(&self.endpoint);
            // Boxed, because a handshake is large and an open connection is not.
            let opening = Box::pin(async move { endpoint.open().await });
            match self.meanwhile(opening).await? {
                Ok((socket, client_id)) => {
                    let connection = Connection::new(socket, self.options.ping_interval);
                    let since = Instant::now();
                    let lost = self.serve(connection, client_id, first.take()).await?;
                    tracing::info!(reason = %lost, "the connection is lost");
                    if let Some(backoff) = &mut backoff {
                        backoff.connection_lasted(since.elapsed());
                    }
                }
                Err(error) => {
                    if let Some(first) = first {
                        // Whoever wanted to connect may have lost patience.
                        let _ = first.send(Err(error));
                        return Ok(());
                    }
                    tracing::info!(%error, "connecting failed");
                }
            }
            let Some(backoff) = &mut backoff else {
                return Ok(());
            };
            self.pause(backoff.next_delay()).await?;
        }
    }

    /// Serves one connection to its end.
    async fn serve(
        &mut self,
        mut connection: Connection,
        client_id: ClientId,
        first: Option<FirstAttempt>,
    ) -> Result<Lost, Closing> {
        self.dispatcher.connected();
        self.set_standing(Status::Connected, Some(client_id));
        if let Some(first) = first {
            let _ = first.send(Ok(()));
        }
        let exchanged = self.exchange(&mut connection).await;
        self.dispatcher.lost();
        if exchanged.is_err() {
            connection.close().await;
        } else if self.options.reconnect.is_some() {
            self.set_standing(Status::Reconnecting, None);
        }
        exchanged
    }

    async fn exchange(&mut self, connection: &mut Connection) -> Result<Lost, Closing> {
        loop {
            let has_room = self.dispatcher.has_room();
            tokio::select! {
                frame = connection.next(&mut self.dispatcher) => match frame {
                    Ok(frame) => self.dispatcher.receive(&frame),
                    Err(lost) => return Ok(lost),
                },
                Some(command) = self.commands.recv(), if has_room => self.take_all(command),
                Some(release) = self.releases.recv() => self.dispatcher.release(release),
                () = self.closing.cancelled() => return Err(Closing),
            }
            consume_budget().await;
        }
    }

    /// Takes a command, and those that wait behind it, before anything is sent.
    fn take_all(&mut self, first: Command) {
        self.dispatcher.take(first);
        while self.dispatcher.has_room()
            && let Ok(command) = self.commands.try_recv()
        {
            self.dispatcher.take(command);
        }
    }

    async fn pause(&mut self, delay: Duration) -> Result<(), Closing> {
        self.meanwhile(sleep(delay)).await
    }

    /// Runs something without a connection, and takes commands meanwhile.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Closing> {
        let mut work = pin!(work);
        loop {
            let has_room = self.dispatcher.has_room();
            tokio::select! {
                output = &mut work => return Ok(output),
                Some(command) = self.commands.recv(), if has_room => self.take_all(command),
                Some(release) = self.releases.recv() => self.dispatcher.release(release),
                () = self.closing.cancelled() => return Err(Closing),
            }
        }
    }

    fn set_standing(&self, status: Status, client_id: Option<ClientId>) {
        self.standing.send_replace(Standing { status, client_id });
    }
}
