//! tokio-websockets.

use std::sync::Arc;

use bytes::Bytes;
use tokio::net::{TcpListener, TcpStream};
use tokio_websockets::ServerBuilder;

use crate::messages::{self, Message};
use crate::world::World;
use crate::{Error, handshake};

pub(crate) async fn serve(listener: TcpListener, world: Arc<World>) -> Result<(), Error> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(run(stream, Arc::clone(&world)));
    }
}

async fn run(mut stream: TcpStream, world: Arc<World>) -> Result<(), Error> {
    handshake::accept(&mut stream).await?;
    let socket = ServerBuilder::new().serve(stream);
    messages::run(socket, world).await?;
    Ok(())
}

impl Message for tokio_websockets::Message {
    fn text(&self) -> Option<&str> {
        self.as_text()
    }

    fn from_text(text: Bytes) -> Self {
        Self::text(tokio_websockets::Payload::from(text))
    }
}
