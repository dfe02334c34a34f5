//! [`Calls`]: calls of a counter, on one thread and without a socket.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use stagedoor::prelude::*;
use stagedoor::{Connection, Frame, Handlers};
use tokio::runtime::{Builder, Runtime};

/// How a call reaches the instance.
#[derive(Clone, Copy)]
pub(crate) enum Path {
    /// By the typed handle.
    Handle,
    /// By a frame, as from a socket, to the frame of the answer.
    Frame,
}

impl Path {
    pub(crate) const ALL: [Self; 2] = [Self::Handle, Self::Frame];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::Frame => "frame",
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
        let handlers = Handlers::new(App::new().actor::<Counter>().build()?);
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
            Path::Frame => self.runtime.block_on(self.by_frame(count)),
        }
    }

    async fn by_handle(&self, count: u64) {
        for _ in 0..count {
            black_box(self.counter.increment().await.expect("it counts"));
        }
    }

    async fn by_frame(&self, count: u64) {
        let before = self.sink.sent.load(Ordering::Relaxed);
        for _ in 0..count {
            self.handlers
                .on_message(&*self.sink, black_box(FRAME))
                .await;
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
