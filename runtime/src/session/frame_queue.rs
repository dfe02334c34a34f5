//! [`FrameQueue`]: the frames on their way to a connection, in order, also where
//! one of them takes its time to be written. Not the transport's own waiting.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;

use super::Session;
use crate::connection::Frame;
use crate::done::Done;

/// What keeps frames in order. While no place is kept, frames pass through.
#[derive(Default)]
pub(super) struct FrameQueue {
    /// Whether anything is in the queue; read without the lock.
    queued: AtomicBool,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    entries: VecDeque<Entry>,
    /// How many entries have left the waiting.
    left: u64,
    /// Bytes of the frames that are ready.
    bytes: usize,
    /// Whether somebody is sending what was taken from the front.
    sending: bool,
}

enum Entry {
    /// A place kept for frames that are still being written.
    Kept,
    Ready(Vec<Frame>, Option<Done>),
}

impl Waiting {
    fn push(&mut self, frame: Frame, done: Option<Done>) {
        self.bytes += frame.len();
        self.entries.push_back(Entry::Ready(vec![frame], done));
    }

    /// Takes the first entry if it is ready or, where `skip` says so, gives up its place.
    fn pop(&mut self, skip: bool) -> Option<(Vec<Frame>, Option<Done>)> {
        if !skip && matches!(self.entries.front()?, Entry::Kept) {
            return None;
        }
        let entry = self.entries.pop_front()?;
        self.left += 1;
        let (frames, done) = match entry {
            Entry::Ready(frames, done) => (frames, done),
            Entry::Kept => (Vec::new(), None),
        };
        self.bytes -= frames.iter().map(Frame::len).sum::<usize>();
        Some((frames, done))
    }

    /// The entry of a place, unless it was given up.
    fn entry_mut(&mut self, place: u64) -> Option<&mut Entry> {
        let index = usize::try_from(place.checked_sub(self.left)?).ok()?;
        self.entries.get_mut(index)
    }
}

/// A place in the order of a session's frames, for some that are still being
/// written. Dropped, it is filled with nothing.
pub(crate) struct Place {
    session: Arc<Session>,
    number: u64,
    filled: bool,
}

impl Place {
    /// Puts the frames where they belong, or behind the others if the place had
    /// to be given up.
    pub(crate) fn fill(mut self, frames: Vec<Frame>, done: Option<Done>) {
        self.filled = true;
        self.session.fill(self.number, frames, done);
    }

    pub(crate) fn session(&self) -> &Arc<Session> {
        &self.session
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.filled {
            self.session.fill(self.number, Vec::new(), None);
        }
    }
}

impl Session {
    /// Keeps a place in the order of the frames: those that are sent from now
    /// on wait until it is filled.
    ///
    /// Where more waits than a slow connection may leave waiting, the place is
    /// given up.
    pub(crate) fn keep_place(self: &Arc<Self>) -> Place {
        let mut waiting = self.frames.waiting.lock();
        let place = waiting.left + waiting.entries.len() as u64;
        waiting.entries.push_back(Entry::Kept);
        self.frames.queued.store(true, Ordering::Release);
        Place {
            session: Arc::clone(self),
            number: place,
            filled: false,
        }
    }

    /// Sends a frame; `done` is over when it has left, or been dropped.
    pub(crate) fn send_then(&self, frame: Frame, done: Option<Done>) {
        if !self.frames.queued.load(Ordering::Acquire) {
            self.hand_over(frame);
            return;
        }
        let mut waiting = self.frames.waiting.lock();
        waiting.push(frame, done);
        drop(waiting);
        self.flush();
    }

    fn fill(&self, place: u64, frames: Vec<Frame>, done: Option<Done>) {
        let mut waiting = self.frames.waiting.lock();
        let bytes: usize = frames.iter().map(Frame::len).sum();
        match waiting.entry_mut(place) {
            Some(entry) => *entry = Entry::Ready(frames, done),
            None => waiting.entries.push_back(Entry::Ready(frames, done)),
        }
        waiting.bytes += bytes;
        self.frames.queued.store(true, Ordering::Release);
        drop(waiting);
        self.flush();
    }

    /// Sends what is ready, up to the first place that is kept. One at a time
    /// does that, and never under the lock: a transport may come back from it.
    fn flush(&self) {
        let mut waiting = self.frames.waiting.lock();
        if waiting.sending {
            return;
        }
        loop {
            let skip = waiting.bytes > self.queued_bytes;
            let Some((frames, done)) = waiting.pop(skip) else {
                break;
            };
            waiting.sending = true;
            drop(waiting);
            for frame in frames {
                self.hand_over(frame);
            }
            drop(done);
            waiting = self.frames.waiting.lock();
            waiting.sending = false;
        }
        if waiting.entries.is_empty() {
            self.frames.queued.store(false, Ordering::Release);
        }
    }
}
