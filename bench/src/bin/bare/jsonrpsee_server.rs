//! jsonrpsee: the same methods as JSON-RPC, and a subscription.

use std::net::TcpListener;
use std::sync::atomic::{AtomicI64, Ordering};

use jsonrpsee::core::SubscriptionResult;
use jsonrpsee::server::{BatchRequestConfig, RpcModule, Server, ServerConfig};
use jsonrpsee::types::ErrorObjectOwned;
use jsonrpsee::{PendingSubscriptionSink, SubscriptionMessage};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use crate::Error;

/// How many broadcast messages a slow subscriber may be behind.
const BEHIND: usize = 1_024;

struct Room {
    count: AtomicI64,
    messages: broadcast::Sender<Message>,
}

#[derive(Deserialize)]
struct Send {
    text: String,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    text: String,
    sent_at: u64,
}

pub(crate) async fn serve(listener: TcpListener) -> Result<(), Error> {
    let config = ServerConfig::builder()
        .max_connections(100_000)
        .set_batch_request_config(BatchRequestConfig::Disabled)
        .set_tcp_no_delay(true)
        .build();
    let server = Server::builder()
        .set_config(config)
        .build_from_tcp(listener)?;
    server.start(module()?).stopped().await;
    Ok(())
}

fn module() -> Result<RpcModule<Room>, Error> {
    let (messages, _) = broadcast::channel(BEHIND);
    let count = AtomicI64::new(0);
    let mut module = RpcModule::new(Room { count, messages });
    module.register_method("increment", |_, room, _| {
        room.count.fetch_add(1, Ordering::Relaxed) + 1
    })?;
    module.register_method("getMessages", |_, room, _| {
        room.count.load(Ordering::Relaxed)
    })?;
    module.register_method("sendMessage", |input, room, _| {
        let Send { text } = input.parse()?;
        let message = Message { text, sent_at: 0 };
        // Nobody may be listening.
        let _ = room.messages.send(message.clone());
        Ok::<_, ErrorObjectOwned>(message)
    })?;
    module.register_subscription("listen", "message", "unlisten", |_, pending, room, _| {
        listen(pending, room.messages.subscribe())
    })?;
    Ok(module)
}

async fn listen(
    pending: PendingSubscriptionSink,
    mut messages: broadcast::Receiver<Message>,
) -> SubscriptionResult {
    let sink = pending.accept().await?;
    while let Ok(message) = messages.recv().await {
        let json = serde_json::value::to_raw_value(&message)?;
        sink.send(SubscriptionMessage::from(json)).await?;
    }
    Ok(())
}
