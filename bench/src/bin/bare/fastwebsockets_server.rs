//! fastwebsockets. It writes each frame by itself, so what it writes is gathered
//! in a buffer around the socket.

use std::sync::Arc;

use fastwebsockets::{Frame, OpCode, Payload, Role, WebSocket};
use futures_util::FutureExt;
use tokio::io::BufStream;
use tokio::net::{TcpListener, TcpStream};

use crate::answer::{Answer, Answers};
use crate::world::World;
use crate::{Error, READ_BUFFER, handshake};

const WRITE_BUFFER: usize = 16 << 10;

pub(crate) async fn serve(listener: TcpListener, world: Arc<World>) -> Result<(), Error> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(run(stream, Arc::clone(&world)));
    }
}

async fn run(mut stream: TcpStream, world: Arc<World>) -> Result<(), Error> {
    handshake::accept(&mut stream).await?;
    let stream = BufStream::with_capacity(READ_BUFFER, WRITE_BUFFER, stream);
    let mut socket = WebSocket::after_handshake(stream, Role::Server);
    // The buffer around the socket gathers better than a vectored write can.
    socket.set_writev(false);
    let mut answers = Answers::new(world);
    loop {
        let mut next = Some(socket.read_frame().await?);
        while let Some(frame) = next {
            if frame.opcode == OpCode::Close {
                return Ok(());
            }
            let text = std::str::from_utf8(&frame.payload)?;
            if let Answer::Send(text) = answers.to(text) {
                let payload = Payload::Owned(text.into_bytes());
                socket.write_frame(Frame::text(payload)).await?;
            }
            next = socket.read_frame().now_or_never().transpose()?;
        }
        socket.flush().await?;
    }
}
