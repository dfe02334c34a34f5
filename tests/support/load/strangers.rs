//! Clients that a server is none the worse for: those who come and go, one who
//! does not read, and those who send nonsense.

use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use super::Tally;
use super::stage::Stage;
use crate::{DEADLINE, connect_narrowly};

const UPGRADE: &str = "GET / HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\n\
    Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// Connects again and again, as a client that leaves soon and as something else.
pub(super) async fn come_and_go(stage: Stage) -> Tally {
    for visit in 0.. {
        be_brief(&stage, visit).await;
        break_off(&stage, visit).await;
        if visit == 0 {
            stage.begun();
        }
        if stage.is_over() {
            break;
        }
    }
    Tally::default()
}

/// Subscribes, calls, and leaves: with the answer, or without.
async fn be_brief(stage: &Stage, visit: usize) {
    let mut client = stage.connect().await;
    client.send(&stage.hall().frame("event:sub"));
    client.send(&stage.hot().frame("state:sub"));
    let id = client.start(&stage.hot(), "get", json!({}));
    if visit.is_multiple_of(2) {
        let answer = client.answer(&id).await;
        let served = answer["result"].is_i64() || answer["code"] == "overloaded";
        assert!(served, "{answer}");
    }
    if visit.is_multiple_of(3) {
        client.send(&stage.hall().frame("event:unsub"));
    }
}

/// Sends bytes that are no WebSocket, ends in the middle of a handshake or a
/// frame, or is reset. The server closes what it cannot read.
async fn break_off(stage: &Stage, visit: usize) {
    let stream = TcpStream::connect(stage.target.server).await;
    let mut stream = stream.expect("it accepts");
    let bytes: &[u8] = match visit % 4 {
        0 => b"\x16\x03\x01\x00\xa5 this is no HTTP\r\n\r\n",
        1 => &UPGRADE.as_bytes()[..40],
        // A frame of an unknown kind.
        2 => &[UPGRADE.as_bytes(), b"\x83\x80\0\0\0\0"].concat(),
        // The beginning of one of 200 bytes.
        _ => &[UPGRADE.as_bytes(), b"\x81\xfe\0\xc8\0\0\0\0{"].concat(),
    };
    stream.write_all(bytes).await.expect("it is open");
    if visit.is_multiple_of(2) {
        let mut rest = Vec::new();
        let closed = timeout(DEADLINE, stream.read_to_end(&mut rest)).await;
        // Whether it ends in order or is reset does not matter.
        let _ = closed.expect("it is closed");
    } else {
        stream.set_zero_linger().expect("it is open");
    }
}

/// Subscribes to all that is said, and never reads.
pub(super) async fn read_nothing(mut stage: Stage) -> Tally {
    let stream = connect_narrowly(stage.target.server).await;
    let address = format!("ws://{}/", stage.target.server);
    let (mut socket, _) = client_async(address, stream).await.expect("it accepts");
    for kind in ["event:sub", "state:sub"] {
        let frame = stage.hall().frame(kind).to_string();
        socket.send(Message::text(frame)).await.expect("it is open");
    }
    stage.begun();
    stage.end().await;
    Tally::default()
}

/// Sends frames that are none. Each is answered, and calls are served as ever.
pub(super) async fn send_nonsense(stage: Stage) -> Tally {
    let nonsense = [
        "{",
        "[]",
        "\"rpc\"",
        r#"{"type":"rpc"}"#,
        r#"{"type":"presence","actor":"a","actorId":"b"}"#,
        r#"{"type":"state:sub","actor":"nobody","actorId":"b"}"#,
        r#"{"type":"event:sub","actor":5,"actorId":"b"}"#,
    ];
    let mut client = stage.connect().await;
    let mut begun = false;
    while !stage.is_over() {
        for text in nonsense {
            client.send_text(text);
        }
        let id = client.start(&stage.hot(), "get", json!({}));
        for text in nonsense {
            let error = client.take("an error", is_error).await;
            assert!(error["message"].is_string(), "to {text}: {error}");
        }
        let answer = client.answer(&id).await;
        let served = answer["result"].is_i64() || answer["code"] == "overloaded";
        assert!(served, "{answer}");
        if !begun {
            stage.begun();
            begun = true;
        }
        client.forget();
    }
    assert_eq!(
        client.unread(),
        Vec::<Value>::new(),
        "more than was asked for"
    );
    Tally::default()
}

fn is_error(frame: &Value) -> bool {
    frame["type"] == "error"
}
