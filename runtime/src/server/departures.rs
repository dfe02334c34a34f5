//! [`Departures`]: connections that have ended and are still to be closed. That
//! takes longer than a call, so thousands that end at once are closed one at a
//! time, and everybody else gets their turn in between.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::task::yield_now;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::upgrade::WebSocket;
use crate::Handlers;
use crate::guard::quietly;
use crate::session::Session;

/// How long they may wait before others get their turn less often: where there
/// is always something else to do, their number would grow without end.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many are closed at a time then.
const AT_ONCE: usize = 32;

/// How many wait before another worker thread helps with them.
const MANY: usize = 64;

/// The connections that are to be closed, and the tasks that do it. There is no
/// such task while there is no such connection.
pub(super) struct Departures {
    handlers: Handlers,
    queue: Mutex<Queue>,
    tasks: TaskTracker,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Departed>,
    tasks: usize,
}

/// A connection that has ended.
struct Departed {
    session: Arc<Session>,
    /// None where it has an end of its own.
    websocket: Option<WebSocket>,
    at: Instant,
}

impl Departures {
    pub(super) fn new(handlers: Handlers) -> Self {
        Self {
            handlers,
            queue: Mutex::default(),
            tasks: TaskTracker::new(),
        }
    }

    /// Takes a connection that has ended. Nothing is sent to it any more.
    pub(super) fn take(self: &Arc<Self>, session: Arc<Session>, websocket: Option<WebSocket>) {
        session.fall_silent();
        let at = Instant::now();
        let mut queue = self.queue.lock();
        queue.waiting.push_back(Departed {
            session,
            websocket,
            at,
        });
        let wanted = queue.waiting.len().div_ceil(MANY);
        let most = Handle::current().metrics().num_workers();
        if queue.tasks < wanted.min(most) {
            queue.tasks += 1;
            drop(queue);
            self.tasks.spawn(Arc::clone(self).see_off());
        }
    }

    /// Completes when all are closed. No more may come then.
    pub(super) async fn done(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Closes connections until none is left.
    async fn see_off(self: Arc<Self>) {
        loop {
            // The scheduler looks for what has come meanwhile, and runs that first.
            // At the beginning as well, or each would be closed as soon as it ended.
            yield_now().await;
            for _ in 0..AT_ONCE {
                let Some(departed) = self.next() else { return };
                let is_overdue = departed.at.elapsed() > PATIENCE;
                quietly(|| departed.close(&self.handlers));
                if !is_overdue {
                    break;
                }
            }
        }
    }

    /// The next one; without one the task that asks is dismissed.
    fn next(&self) -> Option<Departed> {
        let mut queue = self.queue.lock();
        let next = queue.waiting.pop_front();
        if next.is_none() {
            queue.tasks -= 1;
            queue.waiting = VecDeque::new();
        }
        next
    }
}

impl Departed {
    /// Tells the instances, whose hooks run on their own, and closes the socket.
    fn close(self, handlers: &Handlers) {
        handlers.close(&self.session);
        drop(self.websocket);
    }
}
