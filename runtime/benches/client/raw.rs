//! [`RawClient`]: a WebSocket that sends frames written by hand and reads as
//! little of the answers as it can.

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

pub(crate) struct RawClient {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    calls: u64,
}

impl RawClient {
    pub(crate) async fn connect(url: &str) -> Self {
        let connected = connect_async_with_config(url, None, true).await;
        let (mut socket, _) = connected.expect("the server is there");
        let welcome = socket.next().await;
        welcome.expect("it is open").expect("it is a frame");
        Self { socket, calls: 0 }
    }

    /// Sends so many calls with one flush, and waits for all answers.
    pub(crate) async fn exchange(&mut self, calls: usize) {
        for _ in 0..calls {
            self.calls += 1;
            let id = self.calls;
            let call = format!(
                r#"{{"type":"rpc","id":"{id}","actor":"counter","actorId":"raw","method":"add","input":{{"amount":1}}}}"#
            );
            let fed = self.socket.feed(Message::text(call)).await;
            fed.expect("it is open");
        }
        self.socket.flush().await.expect("it is open");
        for _ in 0..calls {
            let answer = self.socket.next().await.expect("it is open");
            let answer = answer.expect("it is a frame");
            assert!(answer.to_text().is_ok_and(|text| text.contains("result")));
        }
    }
}
