//! A transport of one's own: newline-delimited JSON over TCP, written with
//! nothing but [`Handlers`] and [`Connection`]. One line is one frame, both ways.
//! It knows nothing of what a frame says, and authenticates nobody.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use stagedoor::prelude::App;
use stagedoor::{Connection, Frame, Handlers};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, BufWriter};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long a connection has to take its last lines before it is dropped.
const FLUSH: Duration = Duration::from_secs(5);

/// What a connection may use, and what it is told besides the protocol.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes of one incoming line; a longer one is skipped and answered with an error.
    pub line_bytes: usize,
    /// Lines that wait for one slow connection before it is closed.
    pub queued_lines: usize,
    /// Whether incoming lines are acknowledged.
    pub acknowledgement: Acknowledgement,
}

/// Whether a line is acknowledged once it is fully processed, as a consumer of
/// a queue acknowledges a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledgement {
    /// No.
    None,
    /// Yes, with `{"type":"ack","line":N}` after its answer; N counts from 1.
    EachLine,
}

/// Serves `app` until `until` completes, then stops gracefully: what has
/// arrived is answered, the actors are deactivated, the last lines are sent.
///
/// # Errors
///
/// The listener's, when it can accept no more.
pub async fn serve(
    app: App,
    listener: TcpListener,
    options: Options,
    until: impl Future<Output = ()>,
) -> io::Result<()> {
    let handlers = Handlers::new(app.clone());
    let stop = CancellationToken::new();
    let mut connections = JoinSet::new();
    tokio::pin!(until);
    let outcome = loop {
        tokio::select! {
            () = &mut until => break Ok(()),
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(handlers.clone(), stream, options.clone(), stop.clone()));
                }
                // That peer has gone already; the next one need not have.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) => break Err(error),
            },
            Some(_) = connections.join_next() => {}
        }
    };
    app.shutdown().await;
    stop.cancel();
    connections.join_all().await;
    outcome
}

/// One connection, from its `welcome` to its end.
async fn converse(
    handlers: Handlers,
    stream: TcpStream,
    options: Options,
    stop: CancellationToken,
) {
    // Small lines that someone waits for: each leaves at once.
    let _ = stream.set_nodelay(true);
    let (reader, writer) = stream.into_split();
    let (queue, queued) = mpsc::channel(options.queued_lines);
    let connection = Arc::new(TcpConnection::new(queue));
    let finish = CancellationToken::new();
    let mut writing = JoinSet::new();
    writing.spawn(write_lines(writer, queued, finish.clone()));

    handlers
        .on_connection(connection.clone())
        .expect("a counter gives each connection an id of its own");
    tokio::select! {
        () = read_lines(&handlers, &connection, reader, &options) => {}
        () = connection.lost.cancelled() => writing.abort_all(),
        () = stop.cancelled() => {}
    }
    handlers.on_close(&*connection).await;
    finish.cancel();
    // A peer that takes too long loses the rest: dropping the set ends its task.
    let _ = tokio::time::timeout(FLUSH, writing.join_next()).await;
}

/// Hands in every line, then waits until all of them are answered.
async fn read_lines(
    handlers: &Handlers,
    connection: &Arc<TcpConnection>,
    reader: OwnedReadHalf,
    options: &Options,
) {
    let mut reader = BufReader::new(reader);
    let mut processing = JoinSet::new();
    let mut number = 0_u64;
    while let Ok(Some(line)) = read_line(&mut reader, options.line_bytes).await {
        number += 1;
        let processed = match line {
            Line::Whole(text) => Some(handlers.on_message(&**connection, &text)),
            Line::TooLong => {
                connection.refuse(
                    "tooLarge",
                    format_args!("a line is at most {} bytes", options.line_bytes),
                );
                None
            }
            Line::NotText => {
                connection.refuse("invalidFrame", format_args!("a line is UTF-8 text"));
                None
            }
        };
        // The work is queued by now, so the next line need not wait for it.
        let (connection, acknowledgement) = (connection.clone(), options.acknowledgement);
        processing.spawn(async move {
            if let Some(processed) = processed {
                processed.await;
            }
            if acknowledgement == Acknowledgement::EachLine {
                connection.queue(format!(r#"{{"type":"ack","line":{number}}}"#).into());
            }
        });
        while processing.try_join_next().is_some() {}
    }
    processing.join_all().await;
}

/// What came as one line.
enum Line {
    Whole(String),
    TooLong,
    NotText,
}

/// Reads one line and never holds more than `limit` bytes of it; none at the end.
async fn read_line(
    reader: &mut BufReader<OwnedReadHalf>,
    limit: usize,
) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    // One more for the line feed, which is not part of the frame.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    if (&mut *reader)
        .take(most)
        .read_until(b'\n', &mut line)
        .await?
        == 0
    {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > limit {
        skip_line(reader).await?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(
        String::from_utf8(line).map_or(Line::NotText, Line::Whole),
    ))
}

async fn skip_line(reader: &mut BufReader<OwnedReadHalf>) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf().await?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (last, length) = (buffer.is_empty() || end.is_some(), buffer.len());
        reader.consume(end.map_or(length, |end| end + 1));
        if last {
            return Ok(());
        }
    }
}

/// Sends lines as they are queued; after `finish`, those that still wait.
async fn write_lines(
    writer: OwnedWriteHalf,
    mut queued: mpsc::Receiver<Bytes>,
    finish: CancellationToken,
) -> io::Result<()> {
    let mut writer = BufWriter::new(writer);
    loop {
        let line = tokio::select! {
            line = queued.recv() => line,
            () = finish.cancelled(), if !queued.is_closed() => { queued.close(); continue }
        };
        let Some(line) = line else { break };
        writer.write_all(&line).await?;
        writer.write_all(b"\n").await?;
        if queued.is_empty() {
            writer.flush().await?;
        }
    }
    writer.shutdown().await
}

/// What the runtime sees of a connection.
struct TcpConnection {
    id: String,
    lines: mpsc::Sender<Bytes>,
    lost: CancellationToken,
}

impl TcpConnection {
    fn new(lines: mpsc::Sender<Bytes>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = format!("tcp-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        Self {
            id,
            lines,
            lost: CancellationToken::new(),
        }
    }

    /// Queues a line. When there is no room the connection ends, because
    /// without a single line the other side's state would be wrong for good.
    fn queue(&self, line: Bytes) {
        if self.lines.try_send(line).is_err() {
            self.lost.cancel();
        }
    }

    fn refuse(&self, code: &str, message: std::fmt::Arguments<'_>) {
        self.queue(format!(r#"{{"type":"error","code":"{code}","message":"{message}"}}"#).into());
    }
}

impl Connection for TcpConnection {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, frame: Frame) {
        self.queue(frame.into_bytes());
    }
}
