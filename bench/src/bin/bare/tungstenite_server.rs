//! tokio-tungstenite.

use std::sync::Arc;

use bytes::Bytes;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_async_with_config;
use tokio_tungstenite::tungstenite::Message as WsMessage;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::messages::{self, Message};
use crate::world::World;
use crate::{Error, READ_BUFFER};

pub(crate) async fn serve(listener: TcpListener, world: Arc<World>) -> Result<(), Error> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(run(stream, Arc::clone(&world)));
    }
}

async fn run(stream: TcpStream, world: Arc<World>) -> Result<(), Error> {
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
    let socket = accept_async_with_config(stream, Some(config)).await?;
    messages::run(socket, world).await?;
    Ok(())
}

impl Message for WsMessage {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn from_text(text: Bytes) -> Self {
        Self::Text(text.try_into().expect("an answer is UTF-8"))
    }
}
