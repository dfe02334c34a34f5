//! The server's routes.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::Server;
use super::conversation::largest_message;
use super::upgrade::Upgrade;

pub(super) fn router(server: Server) -> Router {
    Router::new()
        .route("/", get(upgrade))
        .route("/health", get(health))
        .route("/schema", get(schema))
        .with_state(server)
}

async fn upgrade(State(server): State<Server>, mut request: Request) -> Response {
    let upgrade = match Upgrade::of(&mut request) {
        Ok(upgrade) => upgrade,
        Err(refusal) => return refusal.into_response(),
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
    upgrade.agree(largest_message(limit), move |websocket| {
        // In a task of its own: that of the upgrade has room for more than is
        // needed, and would keep it for as long as the connection lasts.
        server.sockets.run(websocket, identity);
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
