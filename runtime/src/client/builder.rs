//! [`ClientBuilder`]: how a client is to connect and behave, before it does.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, RootCertStore};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::driver::{Driver, FirstAttempt};
use super::endpoint::Endpoint;
use super::error::{BoxError, ConnectError};
use super::options::{BackoffRange, Options};
use super::status::{Standing, Status};
use super::web_socket::{TokenProvider, WebSocketEndpoint};
use super::{Client, Inner, tls};

/// What a client is made of; begun with [`Client::builder`].
#[must_use = "a builder does nothing until it connects"]
pub struct ClientBuilder {
    url: String,
    headers: Vec<(String, String)>,
    token: Option<TokenProvider>,
    tls: Option<Arc<ClientConfig>>,
    options: Options,
}

impl ClientBuilder {
    pub(super) fn new(url: String) -> Self {
        Self {
            url,
            headers: Vec::new(),
            token: None,
            tls: None,
            options: Options::default(),
        }
    }

    /// How long one attempt to connect may take, from the token to the
    /// server's welcome. Default 10 s; `None` or zero for no limit.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.options.connect_timeout = unless_zero(limit.into());
        self
    }

    /// How long a call may take, which covers waiting for the socket and for
    /// the answer; also how long to wait for the first state of a watch.
    /// Default 10 s; `None` or zero for no limit.
    pub fn call_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.options.call_timeout = unless_zero(limit.into());
        self
    }

    /// Reconnects after delays that double from the first to the longest, each
    /// with jitter (between half of it and the whole). This is the default,
    /// with 250 ms and 2 s.
    pub fn reconnect(mut self, first: Duration, longest: Duration) -> Self {
        self.options.reconnect = Some(BackoffRange { first, longest });
        self
    }

    /// Ends with the first connection: what waits fails, and streams end.
    pub fn no_reconnect(mut self) -> Self {
        self.options.reconnect = None;
        self
    }

    /// Adds a header to each request for a connection.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends `Authorization: Bearer …` with a token that the provider gives. It
    /// is asked anew for each attempt to connect, so that tokens may expire.
    ///
    /// ```
    /// # use stagedoor::client::Client;
    /// # use std::io;
    /// # async fn refreshed() -> Result<String, io::Error> { Ok(String::new()) }
    /// let builder = Client::builder("wss://example.com").token(|| async { refreshed().await });
    /// ```
    pub fn token<P, F, E>(mut self, provider: P) -> Self
    where
        P: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<String, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.token = Some(Arc::new(move || {
            let token = provider();
            Box::pin(async move { token.await.map_err(Into::into) })
        }));
        self
    }

    /// Trusts these certificate authorities for `wss://` connections, instead of
    /// those that Mozilla trusts, which are compiled in: for an authority of
    /// one's own.
    ///
    /// ```
    /// # use std::error::Error;
    /// # use stagedoor::client::{Client, ClientBuilder};
    /// use stagedoor::client::rustls::RootCertStore;
    /// use stagedoor::client::rustls::pki_types::{CertificateDer, pem::PemObject};
    ///
    /// # fn builder() -> Result<ClientBuilder, Box<dyn Error>> {
    /// let mut roots = RootCertStore::empty();
    /// for certificate in CertificateDer::pem_file_iter("company.pem")? {
    ///     roots.add(certificate?)?;
    /// }
    /// let builder = Client::builder("wss://live.company.internal").roots(roots);
    /// # Ok(builder) }
    /// ```
    pub fn roots(self, roots: RootCertStore) -> Self {
        self.tls(tls::with_roots(roots))
    }

    /// Encrypts `wss://` connections in this way, which covers whom to trust:
    /// for a certificate of the client's own, for one. It is configured with
    /// [`rustls`](super::rustls).
    pub fn tls(mut self, config: impl Into<Arc<ClientConfig>>) -> Self {
        self.tls = Some(config.into());
        self
    }

    /// How often the server is sent a ping. If nothing at all came from it
    /// since the one before, the connection is given up as dead. Default 15 s;
    /// `None` or zero for never.
    pub fn ping_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.options.ping_interval = unless_zero(interval.into());
        self
    }

    /// How many events wait for one listener before it loses some. Default 1,024.
    pub fn event_buffer(mut self, events: usize) -> Self {
        self.options.event_buffer = events;
        self
    }

    /// How many frames wait for the socket, of calls for the most part. When
    /// the queue is full, further calls wait for a place, within their timeout.
    /// Default 1,024.
    pub fn outgoing_queue(mut self, frames: usize) -> Self {
        self.options.outgoing_queue = frames.max(1);
        self
    }

    /// Bytes of the largest frame that is sent. A call that is larger fails
    /// with `TooLarge` and is not sent. Default 1 MiB, which is what a server
    /// takes by default.
    pub fn largest_outgoing(mut self, bytes: usize) -> Self {
        self.options.largest_outgoing = bytes;
        self
    }

    /// Bytes of the largest frame that is taken from the server. A larger one
    /// ends the connection. Default 64 MiB.
    pub fn largest_incoming(mut self, bytes: usize) -> Self {
        self.options.largest_incoming = bytes;
        self
    }

    /// Connects, and waits until the server has welcomed the client. The first
    /// attempt must succeed; lost connections are another matter.
    ///
    /// # Errors
    ///
    /// See [`ConnectError`].
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    pub async fn connect(self) -> Result<Client, ConnectError> {
        let (first, connected) = oneshot::channel();
        let client = self.start(Some(first))?;
        connected.await.unwrap_or(Err(ConnectError::Closed))?;
        Ok(client)
    }

    /// Gives a client at once and connects meanwhile, as often as it takes:
    /// for a program that may start before its server. Calls wait within their
    /// timeout.
    ///
    /// # Errors
    ///
    /// The address or a header is not valid.
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    pub fn connect_lazily(self) -> Result<Client, ConnectError> {
        self.start(None)
    }

    fn start(self, first: Option<FirstAttempt>) -> Result<Client, ConnectError> {
        let mut endpoint = WebSocketEndpoint::parse(&self.url)?;
        for (name, value) in &self.headers {
            endpoint.add_header(name, value)?;
        }
        endpoint.token = self.token;
        endpoint.tls = self.tls;
        endpoint.connect_timeout = self.options.connect_timeout;
        endpoint.largest_incoming = self.options.largest_incoming;
        Ok(start(Arc::new(endpoint), self.options, first))
    }
}

/// How many commands are taken together, so that what they lead to is sent together.
const COMMANDS: usize = 64;

/// Starts the task of a client.
pub(super) fn start(
    endpoint: Arc<dyn Endpoint>,
    options: Options,
    first: Option<FirstAttempt>,
) -> Client {
    let (commands, incoming_commands) = mpsc::channel(COMMANDS);
    let (releases, incoming_releases) = mpsc::unbounded_channel();
    let (standing_sender, standing) = watch::channel(Standing {
        status: Status::Connecting,
        client_id: None,
    });
    let closing = CancellationToken::new();
    let driver = Driver::new(
        endpoint,
        options.clone(),
        incoming_commands,
        incoming_releases,
        closing.clone(),
        standing_sender,
    );
    tokio::spawn(driver.run(first));
    Client(Arc::new(Inner::new(
        options, commands, releases, standing, closing,
    )))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("url", &self.url)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

fn unless_zero(limit: Option<Duration>) -> Option<Duration> {
    limit.filter(|limit| !limit.is_zero())
}
