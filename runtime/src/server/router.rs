//! The server's routes.

use std::future::ready;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Request, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::Server;
use super::conversation::{READ_BUFFER, largest_message};

pub(super) fn router(server: Server) -> Router {
    Router::new()
        .route("/", get(upgrade))
        .route("/health", get(health))
        .route("/schema", get(schema))
        .with_state(server)
}

async fn upgrade(
    State(server): State<Server>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    request: Request,
) -> Response {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    if server.handlers().manager().is_shutting_down() {
        return (StatusCode::SERVICE_UNAVAILABLE, "Shutting down").into_response();
    }
    let asked = (server.identify)(request.into_parts().0);
    let identity = match asked.await {
        Ok(identity) => identity,
        Err(refusal) => return refusal,
    };
    let limit = server.handlers().manager().limits().frame_bytes;
    let largest = largest_message(limit);
    upgrade
        .read_buffer_size(READ_BUFFER)
        .max_message_size(largest)
        .max_frame_size(largest)
        .on_upgrade(move |websocket| {
            // In a task of its own: that of the upgrade has room for more than is
            // needed, and would keep it for as long as the connection lasts.
            server.sockets.run(websocket, identity);
            ready(())
        })
}

async fn health(State(server): State<Server>) -> Response {
    let manager = server.handlers().manager();
    if manager.is_shutting_down() {
        let body = Json(json!({ "status": "shuttingDown" }));
        return (StatusCode::SERVICE_UNAVAILABLE, body).into_response();
    }
    Json(json!({ "status": "ok", "instances": manager.len() })).into_response()
}

async fn schema(State(server): State<Server>) -> Response {
    Json(server.handlers().app().schema()).into_response()
}
