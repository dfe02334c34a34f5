//! [`Lease`]: what keeps a subscription in use. Not the subscription.

use std::fmt;
use std::sync::Arc;

use super::Inner;
use super::command::Release;
use super::frames::Topic;
use super::instance::Instance;

/// One use of a subscription, which ends when the lease is dropped. It keeps
/// the client alive.
pub(super) struct Lease {
    id: u64,
    topic: Topic,
    instance: Instance,
    client: Arc<Inner>,
}

impl Lease {
    pub(super) fn new(client: &Arc<Inner>, topic: Topic, instance: Instance) -> Self {
        Self {
            id: client.next_id(),
            topic,
            instance,
            client: Arc::clone(client),
        }
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let (id, instance) = (self.id, self.instance.clone());
        self.client.release(match self.topic {
            Topic::Events => Release::Listener { instance, id },
            Topic::State => Release::Watch { instance, id },
        });
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} of {}", self.topic, self.instance)
    }
}
