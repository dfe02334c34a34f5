//! [`Lease`]: what keeps a subscription in use. Not the subscription.

use std::fmt;
use std::sync::Arc;

use super::Inner;
use super::command::Release;
use super::instance::Instance;

/// One use of a subscription, which ends when the lease is dropped. It keeps
/// the client alive.
pub(super) struct Lease {
    id: u64,
    purpose: Purpose,
    instance: Instance,
    client: Arc<Inner>,
}

/// What an instance is subscribed to for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Events,
    State,
    Updates,
}

impl Lease {
    pub(super) fn new(client: &Arc<Inner>, purpose: Purpose, instance: Instance) -> Self {
        Self {
            id: client.next_id(),
            purpose,
            instance,
            client: Arc::clone(client),
        }
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Tells the driver that the reader has come to a gap in its buffer.
    pub(super) fn pass_gap(&self) {
        let (id, instance) = (self.id, self.instance.clone());
        self.client.release(Release::Gap { instance, id });
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let (id, instance) = (self.id, self.instance.clone());
        self.client.release(match self.purpose {
            Purpose::Events => Release::Listener { instance, id },
            Purpose::State => Release::Watch { instance, id },
            Purpose::Updates => Release::Observer { instance, id },
        });
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} of {}", self.purpose, self.instance)
    }
}
