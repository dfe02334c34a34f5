//! [`Outgoing`]: the frames that wait for one socket, bounded in bytes, and the
//! waking of the task that writes them.

use std::mem;
use std::task::Waker;

use parking_lot::Mutex;

use crate::connection::Frame;

/// The frames on their way to a socket.
pub(super) struct Outgoing {
    /// How many bytes may wait.
    limit: usize,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    frames: Vec<Frame>,
    /// Bytes that wait here or with the socket.
    bytes: usize,
    overflowed: bool,
    /// What the writer rests until; none while it is at work, for it will look
    /// here again.
    rest: Option<Rest>,
}

struct Rest {
    until: Until,
    waker: Waker,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Frame,
    Overflow,
}

/// What became of a frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pushed {
    Queued,
    /// It was dropped, and so will be all that follow: too many bytes wait, of
    /// which this is the first to be told.
    Overflows(usize),
    Dropped,
}

impl Outgoing {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            queue: Mutex::default(),
        }
    }

    /// Queues a frame and wakes the writer.
    pub(super) fn push(&self, frame: Frame) -> Pushed {
        let cost = self.cost(&frame);
        let mut queue = self.queue.lock();
        if queue.overflowed {
            return Pushed::Dropped;
        }
        let waiting = queue.bytes;
        let pushed = if waiting > 0 && waiting + cost > self.limit {
            queue.overflowed = true;
            Pushed::Overflows(waiting)
        } else {
            queue.bytes += cost;
            queue.frames.push(frame);
            Pushed::Queued
        };
        let rest = queue
            .rest
            .take_if(|rest| rest.until == Until::Frame || pushed != Pushed::Queued);
        drop(queue);
        if let Some(rest) = rest {
            rest.waker.wake();
        }
        pushed
    }

    /// Takes all that is queued.
    pub(super) fn take(&self) -> Vec<Frame> {
        mem::take(&mut self.queue.lock().frames)
    }

    /// Has the writer woken by the next frame; false if there is one already.
    pub(super) fn rest(&self, waker: &Waker) -> bool {
        let mut queue = self.queue.lock();
        queue.frames.is_empty() && queue.rest(Until::Frame, waker)
    }

    /// Has a writer woken that waits for its socket, if too many bytes wait for
    /// it; false if they do already.
    pub(super) fn rest_until_overflow(&self, waker: &Waker) -> bool {
        self.queue.lock().rest(Until::Overflow, waker)
    }

    /// Notes that the writer is at work, so that what it queues itself does not
    /// wake it; false if too many bytes were waiting.
    pub(super) fn begin(&self) -> bool {
        let mut queue = self.queue.lock();
        queue.rest = None;
        !queue.overflowed
    }

    /// Notes that so many bytes have left.
    pub(super) fn written(&self, bytes: usize) {
        self.queue.lock().bytes -= bytes;
    }

    /// What a frame counts for while it waits.
    pub(super) fn cost(&self, frame: &Frame) -> usize {
        frame.cost(self.limit)
    }
}

impl Queue {
    fn rest(&mut self, until: Until, waker: &Waker) -> bool {
        if !self.overflowed {
            let waker = waker.clone();
            self.rest = Some(Rest { until, waker });
        }
        !self.overflowed
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Wakes(AtomicUsize);

    impl Wake for Wakes {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn frame() -> Frame {
        Frame::new("x".repeat(100))
    }

    #[test]
    fn a_writer_is_woken_once_and_only_while_it_rests() {
        let counter = Arc::new(Wakes::default());
        let waker = Arc::clone(&counter).into();
        let count = || counter.0.load(Ordering::Relaxed);
        let outgoing = Outgoing::new(10_000);

        assert!(outgoing.rest(&waker));
        outgoing.push(frame());
        outgoing.push(frame());
        assert_eq!(count(), 1);

        assert!(outgoing.begin());
        assert_eq!(outgoing.take().len(), 2);
        assert!(outgoing.rest(&waker));
        // Woken by its socket, it reads, and queues answers itself.
        assert!(outgoing.begin());
        outgoing.push(frame());
        assert_eq!(count(), 1);
        // What it has not seen keeps it from resting.
        assert!(!outgoing.rest(&waker));
        assert_eq!(outgoing.take().len(), 1);
    }

    #[test]
    fn a_writer_that_waits_for_its_socket_is_woken_by_too_much_alone() {
        let counter = Arc::new(Wakes::default());
        let waker = Arc::clone(&counter).into();
        let count = || counter.0.load(Ordering::Relaxed);
        let outgoing = Outgoing::new(400);

        outgoing.push(frame());
        assert!(outgoing.rest_until_overflow(&waker));
        assert_eq!(outgoing.push(frame()), Pushed::Queued);
        assert_eq!(count(), 0);
        assert_eq!(outgoing.push(frame()), Pushed::Overflows(328));
        assert_eq!(outgoing.push(frame()), Pushed::Dropped);
        assert_eq!(count(), 1);
        assert!(!outgoing.begin());
        assert!(!outgoing.rest_until_overflow(&waker));
    }
}
