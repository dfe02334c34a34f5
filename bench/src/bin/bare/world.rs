//! [`World`]: what the connections of a bare server share.

use std::collections::HashMap;

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::mpsc::UnboundedSender;

/// The counters by id, and those who listen to the one chat room.
#[derive(Default)]
pub(crate) struct World {
    counters: Mutex<HashMap<String, i64>>,
    listeners: Mutex<Vec<UnboundedSender<Bytes>>>,
}

impl World {
    /// Adds to a counter, making it if there is none.
    pub(crate) fn add(&self, id: &str, amount: i64) -> i64 {
        let mut counters = self.counters.lock();
        if let Some(count) = counters.get_mut(id) {
            *count += amount;
            return *count;
        }
        counters.insert(id.to_owned(), amount);
        amount
    }

    pub(crate) fn listen(&self, listener: UnboundedSender<Bytes>) {
        self.listeners.lock().push(listener);
    }

    /// Sends one frame to all who listen, and forgets those who have gone.
    pub(crate) fn broadcast(&self, frame: &Bytes) {
        let mut listeners = self.listeners.lock();
        listeners.retain(|listener| listener.send(frame.clone()).is_ok());
    }
}
