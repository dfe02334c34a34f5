//! [`Connections`]: many clients' sockets to one server, on one thread.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use super::frame;
use super::socket::{Received, Socket};

/// How many upgrades are waited for at once.
const UPGRADING: usize = 64;

const READ_BUFFER: usize = 64 << 10;

/// How long a server may take for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Connections to one server.
pub(crate) struct Connections {
    address: SocketAddr,
    poll: Poll,
    events: Events,
    sockets: Vec<Socket>,
    open: usize,
    buffer: Box<[u8]>,
}

impl Connections {
    /// None yet.
    ///
    /// # Errors
    ///
    /// The system has no means to wait for them.
    pub(crate) fn new(address: SocketAddr) -> io::Result<Self> {
        Ok(Self {
            address,
            poll: Poll::new()?,
            events: Events::with_capacity(1_024),
            sockets: Vec::new(),
            open: 0,
            buffer: vec![0; READ_BUFFER].into(),
        })
    }

    /// Opens so many connections.
    ///
    /// # Errors
    ///
    /// A connection cannot be made, or is refused.
    pub(crate) fn open(address: SocketAddr, count: usize) -> io::Result<Self> {
        let mut connections = Self::new(address)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            connections.connect(count)?;
            if connections.open >= count {
                return Ok(connections);
            }
            connections.turn(deadline, &mut |_| {})?;
        }
    }

    /// Connects a few more, up to so many in all, and counts those that are open.
    ///
    /// # Errors
    ///
    /// A connection cannot be made.
    pub(crate) fn connect(&mut self, count: usize) -> io::Result<()> {
        let sockets = self.sockets[self.open..].iter();
        self.open += sockets.take_while(|socket| socket.is_open()).count();
        while self.sockets.len() < count.min(self.open + UPGRADING) {
            let mut socket = Socket::connect(self.address)?;
            let interest = Interest::READABLE | Interest::WRITABLE;
            let token = Token(self.sockets.len());
            let registry = self.poll.registry();
            registry.register(&mut socket.stream, token, interest)?;
            self.sockets.push(socket);
        }
        Ok(())
    }

    /// How many are open.
    pub(crate) fn len(&self) -> usize {
        self.open
    }

    /// Closes the last of them, so many at most.
    pub(crate) fn close(&mut self, count: usize) {
        let left = self.sockets.len().saturating_sub(count);
        self.sockets.truncate(left);
        self.open = left;
    }

    /// Puts a text among what is sent next.
    pub(crate) fn queue(&mut self, connection: usize, text: &str) {
        let outgoing = &mut self.sockets[connection].outgoing;
        frame::write_text(outgoing, text.as_bytes());
    }

    /// Puts a frame among what is sent next.
    pub(crate) fn queue_frame(&mut self, connection: usize, frame: &[u8]) {
        let outgoing = &mut self.sockets[connection].outgoing;
        outgoing.extend_from_slice(frame);
    }

    /// Sends a text.
    ///
    /// # Errors
    ///
    /// The connection is broken.
    pub(crate) fn send(&mut self, connection: usize, text: &str) -> io::Result<()> {
        self.queue(connection, text);
        self.sockets[connection].flush()
    }

    /// Sends all that is queued, as far as the sockets take it.
    ///
    /// # Errors
    ///
    /// A connection is broken.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.sockets.iter_mut().try_for_each(Socket::flush)
    }

    /// Waits until something comes, hands it over, and sends what was put in return.
    ///
    /// # Errors
    ///
    /// A connection is broken, or nothing came in time.
    pub(crate) fn turn(
        &mut self,
        deadline: Instant,
        receive: &mut impl FnMut(Received<'_>),
    ) -> io::Result<()> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let text = "the server does not answer";
            return Err(io::Error::new(io::ErrorKind::TimedOut, text));
        }
        self.turn_within(left, receive)
    }

    /// Hands over what has come, and sends what was put in return, without waiting.
    ///
    /// # Errors
    ///
    /// A connection is broken.
    pub(crate) fn turn_now(&mut self, receive: &mut impl FnMut(Received<'_>)) -> io::Result<()> {
        self.turn_within(Duration::ZERO, receive)
    }

    fn turn_within(
        &mut self,
        timeout: Duration,
        receive: &mut impl FnMut(Received<'_>),
    ) -> io::Result<()> {
        self.poll.poll(&mut self.events, Some(timeout))?;
        for event in &self.events {
            let connection = event.token().0;
            let socket = &mut self.sockets[connection];
            if event.is_readable() {
                socket.receive(connection, &mut self.buffer, receive)?;
            }
            socket.flush()?;
        }
        Ok(())
    }

    /// Sends a text over each connection, and waits for an answer to each.
    ///
    /// # Errors
    ///
    /// A connection is broken, or an answer does not come.
    pub(crate) fn ask_all(
        &mut self,
        text: impl Fn(usize) -> String,
        is_answer: impl Fn(&[u8]) -> bool,
    ) -> io::Result<()> {
        /// How many are asked at once, so that no queue is long.
        const AT_ONCE: usize = 1_000;
        for from in (0..self.open).step_by(AT_ONCE) {
            let asked = from..self.open.min(from + AT_ONCE);
            let mut waiting = asked.len();
            for connection in asked {
                self.send(connection, &text(connection))?;
            }
            let deadline = Instant::now() + PATIENCE;
            while waiting > 0 {
                self.turn(deadline, &mut |received| {
                    waiting -= usize::from(is_answer(received.text));
                })?;
            }
        }
        Ok(())
    }
}
