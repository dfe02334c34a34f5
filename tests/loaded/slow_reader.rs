//! A connection that does not read: it loses its place, and nobody else notices.

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use support::{DEADLINE, Instance, connect_narrowly};
use tokio::time::timeout;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use crate::Loaded;

/// As events and as patches more than the server keeps, and the operating
/// system with it: 20 MiB.
const MESSAGES: usize = 40;
/// Many rooms, so that none grows large: that would cost the time of the test.
const ROOMS: usize = 8;
const MESSAGE_BYTES: usize = 256 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_read_is_closed() {
    let loaded = Loaded::start().await;
    let rooms = [(); ROOMS].map(|()| Instance::unique("chat"));
    let stream = connect_narrowly(loaded.address()).await;
    let address = format!("ws://{}/", loaded.address());
    let (mut slow, _) = client_async(address, stream).await.expect("it accepts");
    for room in &rooms {
        for kind in ["event:sub", "state:sub"] {
            let subscribe = Message::text(room.frame(kind).to_string());
            slow.send(subscribe).await.expect("it is open");
        }
    }

    let mut talker = loaded.connect().await;
    let input = json!({ "text": "x".repeat(MESSAGE_BYTES) });
    for room in rooms.iter().cycle().take(MESSAGES) {
        talker.result(room, "sendMessage", input.clone()).await;
        talker.forget();
    }

    let mut received = 0;
    let end = timeout(DEADLINE, async {
        loop {
            match slow.next().await {
                Some(Ok(Message::Text(_))) => received += 1,
                Some(Ok(Message::Close(Some(closing)))) => return Some(closing),
                Some(Ok(_)) => {}
                // The server waits only so long for who takes not even this.
                Some(Err(_)) | None => return None,
            }
        }
    });
    if let Some(closing) = end.await.expect("it is closed") {
        assert_eq!(u16::from(closing.code), 1013);
    }
    assert!(
        received < 2 * MESSAGES + ROOMS,
        "all of it was kept for who does not read"
    );
    let members = talker.result(&rooms[0], "addMember", json!({ "name": "Ada" }));
    assert_eq!(members.await, 1);
    loaded.finish().await;
}
