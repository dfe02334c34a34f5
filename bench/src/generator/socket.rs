//! [`Socket`]: one client's WebSocket, with what it has not read or written yet.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::Instant;

use memchr::memmem;
use mio::net::TcpStream;

use super::frame::{self, Frame};

/// The key and what comes with it never change: no server minds.
const UPGRADE: &[u8] = b"GET / HTTP/1.1\r\n\
    Host: 127.0.0.1\r\n\
    Connection: Upgrade\r\n\
    Upgrade: websocket\r\n\
    Sec-WebSocket-Version: 13\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// A text from a server, and where to put what is to be sent.
pub(crate) struct Received<'a> {
    /// Which of the connections it came over.
    pub(crate) connection: usize,
    pub(crate) text: &'a [u8],
    /// When it was read.
    pub(crate) at: Instant,
    /// Frames for the same connection.
    pub(crate) outgoing: &'a mut Vec<u8>,
}

/// One connection.
pub(super) struct Socket {
    pub(super) stream: TcpStream,
    phase: Phase,
    /// The beginning of a frame whose rest is to come.
    incomplete: Vec<u8>,
    pub(super) outgoing: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Upgrading,
    Open,
}

impl Socket {
    /// Connects and asks for the upgrade.
    pub(super) fn connect(address: SocketAddr) -> io::Result<Self> {
        // On the loopback this waits for nothing but room among what is to be accepted.
        let stream = std::net::TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut socket = Self {
            stream: TcpStream::from_std(stream),
            phase: Phase::Upgrading,
            incomplete: Vec::new(),
            outgoing: UPGRADE.to_vec(),
        };
        socket.flush()?;
        socket.outgoing = Vec::new();
        Ok(socket)
    }

    pub(super) fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// Reads what there is and hands over each text.
    pub(super) fn receive(
        &mut self,
        connection: usize,
        buffer: &mut [u8],
        receive: &mut impl FnMut(Received<'_>),
    ) -> io::Result<()> {
        loop {
            let count = match self.stream.read(buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            };
            let at = Instant::now();
            let read = &buffer[..count];
            if self.incomplete.is_empty() {
                let used = self.take(read, connection, at, receive)?;
                self.incomplete.extend_from_slice(&read[used..]);
            } else {
                let mut bytes = std::mem::take(&mut self.incomplete);
                bytes.extend_from_slice(read);
                let used = self.take(&bytes, connection, at, receive)?;
                bytes.drain(..used);
                self.incomplete = bytes;
            }
            // A read that does not fill the buffer has emptied the socket (epoll(7)).
            if count < buffer.len() {
                return Ok(());
            }
        }
    }

    /// Hands over the complete frames; the number of bytes that they take.
    fn take(
        &mut self,
        bytes: &[u8],
        connection: usize,
        at: Instant,
        receive: &mut impl FnMut(Received<'_>),
    ) -> io::Result<usize> {
        let mut used = 0;
        if self.phase == Phase::Upgrading {
            let Some(end) = memmem::find(bytes, b"\r\n\r\n") else {
                return Ok(0);
            };
            if !bytes.starts_with(b"HTTP/1.1 101 ") {
                return Err(io::Error::other("the upgrade was refused"));
            }
            self.phase = Phase::Open;
            used = end + 4;
        }
        while let Some((frame, length)) = frame::read(&bytes[used..])? {
            used += length;
            match frame {
                Frame::Text(text) => receive(Received {
                    connection,
                    text,
                    at,
                    outgoing: &mut self.outgoing,
                }),
                Frame::Ping(payload) => frame::write_pong(&mut self.outgoing, payload),
                Frame::Pong => {}
                Frame::Close => return Err(io::Error::other("the server closed the connection")),
            }
        }
        Ok(used)
    }

    /// Writes what there is, as far as the socket takes it.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        if self.outgoing.is_empty() {
            return Ok(());
        }
        let mut written = 0;
        while written < self.outgoing.len() {
            match self.stream.write(&self.outgoing[written..]) {
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        self.outgoing.drain(..written);
        Ok(())
    }
}
