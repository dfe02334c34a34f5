//! axum's WebSocket.

use std::sync::Arc;

use axum::Router;
use axum::extract::ws::{self, Utf8Bytes};
use axum::extract::{State, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use axum::serve::ListenerExt;
use bytes::Bytes;
use tokio::net::TcpListener;

use crate::messages::{self, Message};
use crate::world::World;
use crate::{Error, READ_BUFFER};

pub(crate) async fn serve(listener: TcpListener, world: Arc<World>) -> Result<(), Error> {
    let router = Router::new().route("/", get(upgrade)).with_state(world);
    let listener = listener.tap_io(|tcp| drop(tcp.set_nodelay(true)));
    axum::serve(listener, router).await?;
    Ok(())
}

async fn upgrade(State(world): State<Arc<World>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .read_buffer_size(READ_BUFFER)
        .on_upgrade(async |socket| drop(messages::run(socket, world).await))
}

impl Message for ws::Message {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn from_text(text: Bytes) -> Self {
        Self::Text(Utf8Bytes::try_from(text).expect("an answer is UTF-8"))
    }
}
