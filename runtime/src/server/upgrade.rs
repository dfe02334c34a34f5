//! [`Upgrade`]: an HTTP request that becomes a WebSocket. axum's own keeps the
//! socket to itself, which has to be read on after a message that is too large.

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

/// A WebSocket, from this side.
pub(super) type WebSocket = WebSocketStream<TokioIo<Upgraded>>;

/// Bytes read at once. Each connection keeps a buffer of this size, and it is zeroed
/// at each read; a smaller one would make large messages slow.
const READ_BUFFER: usize = 2 << 10;

/// A request for a WebSocket, and the answer that makes it one.
pub(super) struct Upgrade {
    response: Response,
    upgrading: OnUpgrade,
}

impl Upgrade {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// It does not ask for a WebSocket as RFC 6455 wants it; the answer to that.
    pub(super) fn of(request: &mut Request) -> Result<Self, (StatusCode, String)> {
        let response = create_response_with_body(request, Body::empty);
        let response = response.map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))?;
        let upgrading = request.extensions_mut().remove::<OnUpgrade>();
        let upgrading = upgrading.ok_or_else(|| {
            let reason = "this connection cannot become a WebSocket";
            (StatusCode::UPGRADE_REQUIRED, reason.to_owned())
        })?;
        Ok(Self {
            response,
            upgrading,
        })
    }

    /// Agrees, and goes on with the WebSocket when the answer is sent.
    pub(super) fn agree(
        self,
        largest_message: usize,
        run: impl FnOnce(WebSocket) + Send + 'static,
    ) -> Response {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .max_message_size(Some(largest_message))
            .max_frame_size(Some(largest_message));
        let upgrading = self.upgrading;
        tokio::spawn(async move {
            match upgrading.await {
                Ok(upgraded) => {
                    let stream = TokioIo::new(upgraded);
                    run(WebSocket::from_raw_socket(stream, Role::Server, Some(config)).await);
                }
                Err(error) => tracing::debug!(%error, "a connection did not become a WebSocket"),
            }
        });
        self.response
    }
}
