//! [`Calls`]: calls of a counter, on one thread and without a socket.

use std::borrow::Cow;
use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use stagedoor::prelude::*;
use stagedoor::{Connection, Frame, Handlers, Limits};
use tokio::runtime::{Builder, Runtime};

/// How a call reaches the instance.
#[derive(Clone, Copy)]
pub(crate) enum Path {
    /// By the typed handle.
    Handle,
    /// By a frame, as from a socket, to the frame of the answer.
    Frame,
    /// By a frame to an instance that there was not before.
    First,
}

impl Path {
    pub(crate) const ALL: [Self; 3] = [Self::Handle, Self::Frame, Self::First];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::Frame => "frame",
            Self::First => "first",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|path| path.name() == name)
    }
}

#[actor]
struct Counter {
    count: i64,
}

#[actor]
impl Counter {
    #[method]
    fn increment(&mut self) -> i64 {
        self.count += 1;
        self.count
    }
}

/// A connection that leads nowhere, and counts what is sent.
struct Sink {
    sent: AtomicU64,
}

impl Connection for Sink {
    fn id(&self) -> &'static str {
        "sink"
    }

    fn send(&self, frame: Frame) {
        self.sent.fetch_add(1, Ordering::Relaxed);
        drop(black_box(frame));
    }
}

const FRAME: &str =
    r#"{"type":"rpc","id":"1","actor":"counter","actorId":"c","method":"increment","input":{}}"#;

/// The same, to an instance of its own.
fn frame_to(instance: u64) -> String {
    format!(
        r#"{{"type":"rpc","id":"1","actor":"counter","actorId":"{instance}","method":"increment","input":{{}}}}"#
    )
}

/// An app with one instance, which calls go to.
pub(crate) struct Calls {
    path: Path,
    runtime: Runtime,
    handlers: Handlers,
    counter: CounterHandle,
    sink: Arc<Sink>,
}

impl Calls {
    pub(crate) fn new(path: Path) -> Result<Self, Box<dyn Error>> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let sent = AtomicU64::new(0);
        let sink = Arc::new(Sink { sent });
        let entered = runtime.enter();
        let limits = Limits {
            instances_created: usize::MAX,
            ..Limits::default()
        };
        let app = App::new().actor::<Counter>().limits(limits).build()?;
        let handlers = Handlers::new(app);
        handlers.on_connection(Arc::<Sink>::clone(&sink))?;
        drop(entered);
        Ok(Self {
            path,
            counter: handlers.app().actor::<Counter>("c"),
            runtime,
            handlers,
            sink,
        })
    }

    /// Makes so many calls, one after the other.
    ///
    /// # Panics
    ///
    /// A call is not answered.
    pub(crate) fn run(&self, count: u64) {
        match self.path {
            Path::Handle => self.runtime.block_on(self.by_handle(count)),
            Path::Frame => self
                .runtime
                .block_on(self.by_frames(count, |_| FRAME.into())),
            Path::First => self
                .runtime
                .block_on(self.by_frames(count, |number| frame_to(number).into())),
        }
    }

    async fn by_handle(&self, count: u64) {
        for _ in 0..count {
            black_box(self.counter.increment().await.expect("it counts"));
        }
    }

    async fn by_frames(&self, count: u64, frame: impl Fn(u64) -> Cow<'static, str>) {
        let before = self.sink.sent.load(Ordering::Relaxed);
        for number in before..before + count {
            let frame = frame(number);
            let processed = self.handlers.on_message(&*self.sink, black_box(&frame));
            processed.await;
        }
        let answers = self.sink.sent.load(Ordering::Relaxed) - before;
        assert_eq!(answers, count, "each call is answered once");
        let counted = self.counter.increment().await;
        assert!(
            counted.is_ok_and(|counted| counted > 0),
            "the calls counted"
        );
    }
}
