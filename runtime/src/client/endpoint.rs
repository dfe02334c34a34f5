//! [`Endpoint`]: where a server is. It opens sockets, one at a time, and does
//! not try again.

use std::pin::Pin;

use futures_util::future::BoxFuture;
use futures_util::{Sink, Stream, StreamExt};
use tokio_tungstenite::tungstenite::{self, Message};

use super::error::ConnectError;
use super::frames::Incoming;
use super::web_socket::connect_error;
use crate::ClientId;

/// A place that sockets can be opened to.
pub(super) trait Endpoint: Send + Sync {
    /// Opens a socket and waits to be welcomed.
    fn open(&self) -> BoxFuture<'_, Result<(Socket, ClientId), ConnectError>>;
}

/// One open socket, whatever carries its messages.
pub(super) type Socket = Pin<Box<dyn Messages>>;

/// Messages both ways.
pub(super) trait Messages:
    Stream<Item = Result<Message, tungstenite::Error>>
    + Sink<Message, Error = tungstenite::Error>
    + Send
{
}

impl<T> Messages for T where
    T: Stream<Item = Result<Message, tungstenite::Error>>
        + Sink<Message, Error = tungstenite::Error>
        + Send
{
}

/// Waits for the first frame of a connection.
pub(super) async fn welcomed(socket: &mut Socket) -> Result<ClientId, ConnectError> {
    while let Some(message) = socket.next().await {
        let Message::Text(text) = message.map_err(connect_error)? else {
            continue;
        };
        let Some(Incoming::Welcome { client_id }) = Incoming::parse(&text) else {
            let reason = "its first frame is no welcome";
            return Err(ConnectError::Protocol(reason.to_owned()));
        };
        return Ok(ClientId::from(&*client_id));
    }
    let reason = "it closed the connection without a welcome";
    Err(ConnectError::Protocol(reason.to_owned()))
}
