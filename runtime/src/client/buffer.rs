//! [`Buffer`] and its [`Reader`]: what waits for one stream, bounded, with a
//! count of what is lost. It knows nothing of subscriptions.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use tokio::sync::mpsc;

/// The driver's side: items in the order of their coming, gaps where items are
/// lost, and an end with a reason.
pub(super) struct Buffer<T, E> {
    entries: mpsc::Sender<Entry<T>>,
    /// The gap at the end of the buffer, if there is one.
    gap: Option<Arc<Gap>>,
    end: Arc<OnceLock<E>>,
}

/// The stream's side.
pub(super) struct Reader<T, E> {
    entries: mpsc::Receiver<Entry<T>>,
    end: Arc<OnceLock<E>>,
    ended: bool,
}

/// What a reader comes to.
pub(super) enum Taken<T, E> {
    Item(T),
    Gap(Missing),
    /// The end, and why if that is known.
    End(Option<E>),
}

/// What is missing at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// So many items came and are lost.
    pub(super) lost: u64,
    /// Whether items may have failed to come.
    pub(super) marked: bool,
}

enum Entry<T> {
    Item(T),
    Gap(Arc<Gap>),
}

/// A buffer for so many items, and its reader.
pub(super) fn buffer<T, E>(room: usize) -> (Buffer<T, E>, Reader<T, E>) {
    // One place more, for the gap when it is full.
    let (sender, receiver) = mpsc::channel(room.max(1) + 1);
    let end = Arc::<OnceLock<E>>::default();
    let buffer = Buffer {
        entries: sender,
        gap: None,
        end: Arc::clone(&end),
    };
    let reader = Reader {
        entries: receiver,
        end,
        ended: false,
    };
    (buffer, reader)
}

impl<T, E> Buffer<T, E> {
    /// Whether nobody reads any more.
    pub(super) fn is_gone(&self) -> bool {
        self.entries.is_closed()
    }

    /// Whether there is a place besides the one that is kept for a gap.
    pub(super) fn has_room(&self) -> bool {
        self.entries.capacity() > 1
    }

    /// Adds an item; the buffer must have room.
    pub(super) fn push(&mut self, item: T) {
        self.append(Entry::Item(item));
    }

    /// Marks a place as one where items may have failed to come.
    pub(super) fn mark(&mut self) {
        self.widen(0, Gap::MARK);
    }

    /// Counts items that are lost.
    pub(super) fn lose(&mut self, lost: u64) {
        self.widen(lost * Gap::ITEM, 0);
    }

    /// Widens the gap at the end of the buffer, or makes one: its place is free,
    /// for no gap is there, or it was taken out.
    fn widen(&mut self, items: u64, mark: u64) {
        if self.gap.as_ref().is_some_and(|gap| gap.widen(items, mark)) {
            return;
        }
        let gap = Arc::new(Gap(AtomicU64::new(items | mark)));
        self.append(Entry::Gap(Arc::clone(&gap)));
        self.gap = Some(gap);
    }

    pub(super) fn end(self, why: E) {
        // Set once, and before the channel closes with this buffer.
        let _ = self.end.set(why);
    }

    fn append(&mut self, entry: Entry<T>) {
        // What is lost from now on is lost behind this.
        self.gap = None;
        // A reader that has gone needs nothing.
        let _ = self.entries.try_send(entry);
    }
}

impl<T, E: Clone> Reader<T, E> {
    /// The next entry; none after the end.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Taken<T, E>>> {
        Poll::Ready(match ready!(self.entries.poll_recv(context)) {
            Some(Entry::Item(item)) => Some(Taken::Item(item)),
            Some(Entry::Gap(gap)) => Some(Taken::Gap(gap.close())),
            None if self.ended => None,
            None => {
                self.ended = true;
                Some(Taken::End(self.end.get().cloned()))
            }
        })
    }
}

/// A place where items are missing, which grows until the reader comes to it:
/// twice the number of those that are lost, and one more if it is marked.
struct Gap(AtomicU64);

impl Gap {
    const MARK: u64 = 1;
    const ITEM: u64 = 2;
    const CLOSED: u64 = u64::MAX;

    /// Adds to it; false if the reader has come to the gap already.
    fn widen(&self, items: u64, mark: u64) -> bool {
        let widened = |gap| (gap != Self::CLOSED).then(|| (gap + items) | mark);
        self.0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, widened)
            .is_ok()
    }

    /// What is missing. Nothing is added any more.
    fn close(&self) -> Missing {
        let gap = self.0.swap(Self::CLOSED, Ordering::AcqRel);
        Missing {
            lost: gap / Self::ITEM,
            marked: gap & Self::MARK != 0,
        }
    }
}
