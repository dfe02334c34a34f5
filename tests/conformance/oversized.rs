//! A WebSocket message that is too large to be read: its client is told before
//! the end, although it is still sending, and cannot put the end off.

use std::time::{Duration, Instant};

use serde_json::json;
use support::{DEADLINE, Instance, Transport, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::actors;

/// How long the server reads on, with room for a slow machine.
const END: Duration = Duration::from_secs(5);

/// A WebSocket whose bytes the test writes and reads.
struct Raw(TcpStream);

impl Raw {
    async fn connect(world: &World) -> Self {
        let mut stream = TcpStream::connect(world.address())
            .await
            .expect("it accepts");
        let request = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\n\
                       upgrade: websocket\r\nsec-websocket-version: 13\r\n\
                       sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it reads");
        Self(stream)
    }

    /// Begins a text message of so many bytes (RFC 6455, section 5.2). Its mask
    /// is zero, which leaves the text as it is.
    async fn begin(&mut self, length: usize) {
        let mut head = vec![0x81, 0xff];
        head.extend((length as u64).to_be_bytes());
        head.extend([0; 4]);
        self.0.write_all(&head).await.expect("it reads");
    }

    async fn send(&mut self, text: &str) {
        self.begin(text.len()).await;
        self.0.write_all(text.as_bytes()).await.expect("it reads");
    }

    /// All that came, up to an end in good order.
    async fn rest(mut self) -> String {
        let mut rest = Vec::new();
        let read = timeout(DEADLINE, self.0.read_to_end(&mut rest)).await;
        read.expect("it ends").expect("the connection is not reset");
        String::from_utf8_lossy(&rest).into_owned()
    }
}

#[tokio::test]
async fn a_client_that_sends_before_it_reads_is_told() {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let length = 20 << 20;
    let mut raw = Raw::connect(&world).await;
    raw.begin(length).await;
    let message = vec![b'x'; length];
    let sent = timeout(DEADLINE, raw.0.write_all(&message)).await;
    sent.expect("it is taken")
        .expect("the connection is not reset");
    let rest = raw.rest().await;
    assert!(rest.contains(r#""code":"tooLarge""#), "{rest}");
    assert!(
        rest.ends_with("too large: the frame is far past the limit"),
        "{rest}"
    );
}

#[tokio::test]
async fn a_client_that_does_not_end_is_left_alone() {
    let world = World::open(Transport::WebSocket, actors::app()).await;
    let journal = Instance::unique("journal");
    let mut stays = world.connect().await;
    stays.watch(&journal).await;
    let mut raw = Raw::connect(&world).await;
    raw.send(&journal.frame("event:sub").to_string()).await;
    let told = |frame: &_| journal.is("state:patch", frame);
    stays.take("the arrival", told).await;

    raw.begin(20 << 20).await;
    let begun = Instant::now();
    // To the actors it has left, whatever it goes on to send.
    stays.take("the departure", told).await;
    assert_eq!(stays.watch(&journal).await["members"], json!([stays.id()]));
    while raw.0.write_all(b"x").await.is_ok() {
        assert!(begun.elapsed() < END, "it is still read");
        sleep(Duration::from_millis(50)).await;
    }
}
