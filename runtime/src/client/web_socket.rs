//! [`WebSocketEndpoint`]: the address of a server and how one introduces
//! oneself there.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::http::{Response, Uri};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

use super::endpoint::{Endpoint, Socket, welcomed};
use super::error::{BoxError, ConnectError};
use super::tls;
use crate::ClientId;

/// Gives the token for one connection.
pub(super) type TokenProvider =
    Arc<dyn Fn() -> BoxFuture<'static, Result<String, BoxError>> + Send + Sync>;

/// Bytes read at once; a larger buffer costs time, because it is zeroed, and memory.
const READ_BUFFER: usize = 16 << 10;

/// Where a client connects to.
pub(super) struct WebSocketEndpoint {
    request: Request,
    host: String,
    port: u16,
    pub(super) token: Option<TokenProvider>,
    pub(super) tls: Option<Arc<ClientConfig>>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) largest_incoming: usize,
}

impl WebSocketEndpoint {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// It is not one of a WebSocket.
    pub(super) fn parse(url: &str) -> Result<Self, ConnectError> {
        let invalid = |reason: &str| ConnectError::InvalidUrl {
            url: url.to_owned(),
            reason: reason.to_owned(),
        };
        let uri: Uri = url.parse().map_err(|_| invalid("not a URL"))?;
        let default_port = match uri.scheme_str() {
            Some("ws") => 80,
            Some("wss") => 443,
            _ => return Err(invalid("it begins with neither `ws://` nor `wss://`")),
        };
        let host = uri.host().filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| invalid("it names no host"))?;
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let port = uri.port_u16().unwrap_or(default_port);
        let request = uri
            .into_client_request()
            .map_err(|error| invalid(&error.to_string()))?;
        Ok(Self {
            request,
            host,
            port,
            token: None,
            tls: None,
            connect_timeout: None,
            largest_incoming: usize::MAX,
        })
    }

    /// Adds a header to each request.
    ///
    /// # Errors
    ///
    /// It is not one.
    pub(super) fn add_header(&mut self, name: &str, value: &str) -> Result<(), ConnectError> {
        let invalid = || ConnectError::InvalidHeader(name.to_owned());
        let header = HeaderName::from_str(name).map_err(|_| invalid())?;
        let value = HeaderValue::from_str(value).map_err(|_| invalid())?;
        self.request.headers_mut().append(header, value);
        Ok(())
    }

    async fn open(&self) -> Result<(Socket, ClientId), ConnectError> {
        let mut socket: Socket = Box::pin(self.dial().await?);
        let client_id = welcomed(&mut socket).await?;
        Ok((socket, client_id))
    }

    async fn dial(&self) -> Result<WebSocketStream<MaybeTlsStream<TcpStream>>, ConnectError> {
        let request = self.request().await?;
        let stream = TcpStream::connect((&*self.host, self.port)).await?;
        // Without this the second of two small frames waits for the first's
        // acknowledgement, which a peer may delay by 40 ms.
        stream.set_nodelay(true)?;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .max_message_size(Some(self.largest_incoming))
            .max_frame_size(Some(self.largest_incoming));
        let tls = self.tls.clone().unwrap_or_else(tls::with_public_roots);
        let connector = Connector::Rustls(tls);
        client_async_tls_with_config(request, stream, Some(config), Some(connector))
            .await
            .map(|(socket, _)| socket)
            .map_err(connect_error)
    }

    async fn request(&self) -> Result<Request, ConnectError> {
        let mut request = self.request.clone();
        if let Some(provider) = &self.token {
            let token = provider().await.map_err(ConnectError::Token)?;
            let value = HeaderValue::from_str(&format!("Bearer {token}"));
            let mut value =
                value.map_err(|_| ConnectError::InvalidHeader("authorization".to_owned()))?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        Ok(request)
    }
}

impl Endpoint for WebSocketEndpoint {
    fn open(&self) -> BoxFuture<'_, Result<(Socket, ClientId), ConnectError>> {
        let opening = self.open();
        match self.connect_timeout {
            Some(limit) => Box::pin(async move {
                let opened = timeout(limit, opening).await;
                opened.unwrap_or(Err(ConnectError::Timeout))
            }),
            None => Box::pin(opening),
        }
    }
}

impl fmt::Debug for WebSocketEndpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.host, self.port)
    }
}

pub(super) fn connect_error(error: tungstenite::Error) -> ConnectError {
    match error {
        tungstenite::Error::Io(error) => error
            .downcast()
            .map_or_else(ConnectError::Io, ConnectError::Tls),
        tungstenite::Error::Http(response) => refused(&response),
        error => ConnectError::Protocol(error.to_string()),
    }
}

fn refused(response: &Response<Option<Vec<u8>>>) -> ConnectError {
    let body = response.body().as_deref().unwrap_or_default();
    ConnectError::Refused {
        status: response.status().as_u16(),
        body: String::from_utf8_lossy(body).trim().to_owned(),
    }
}
