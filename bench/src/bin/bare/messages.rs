//! One connection of a library whose WebSocket is a stream and a sink of messages.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use tokio::sync::mpsc;

use crate::answer::{Answer, Answers};
use crate::world::World;

/// How many broadcast frames are written before a socket is flushed.
const BATCH: usize = 256;

/// A library's message.
pub(crate) trait Message: Sized {
    /// The text, if it is one.
    fn text(&self) -> Option<&str>;
    /// The message of a text.
    fn from_text(text: Bytes) -> Self;
}

/// Answers until the connection ends, with one flush for all that has been read.
pub(crate) async fn run<M, E>(
    mut socket: impl Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin,
    world: Arc<World>,
) -> Result<(), E>
where
    M: Message,
{
    let mut answers = Answers::new(world);
    while let Some(message) = socket.next().await {
        let mut next = Some(message);
        while let Some(message) = next {
            match answers.to(message?.text().unwrap_or_default()) {
                Answer::Send(text) => socket.feed(M::from_text(text.into())).await?,
                Answer::Listen => return listen(socket, answers).await,
                Answer::Nothing => {}
            }
            next = socket.next().now_or_never().flatten();
        }
        socket.flush().await?;
    }
    Ok(())
}

/// Answers, and sends what is broadcast.
async fn listen<M, E>(
    mut socket: impl Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin,
    mut answers: Answers,
) -> Result<(), E>
where
    M: Message,
{
    let (sender, mut broadcast) = mpsc::unbounded_channel();
    answers.world.listen(sender);
    let mut batch = Vec::new();
    loop {
        tokio::select! {
            _ = broadcast.recv_many(&mut batch, BATCH) => {
                for frame in batch.drain(..) {
                    socket.feed(M::from_text(frame)).await?;
                }
            }
            message = socket.next() => {
                let Some(message) = message else { return Ok(()) };
                if let Answer::Send(text) = answers.to(message?.text().unwrap_or_default()) {
                    socket.feed(M::from_text(text.into())).await?;
                }
            }
        }
        socket.flush().await?;
    }
}
