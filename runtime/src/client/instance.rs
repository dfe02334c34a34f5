//! [`Instance`]: the name of one instance, as a client uses it. Not the
//! instance, which lives on the server.

use std::fmt;
use std::sync::Arc;

/// The actor and the id of an instance. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Instance {
    actor: Arc<str>,
    id: Arc<str>,
}

impl Instance {
    pub(super) fn new(actor: &str, id: &str) -> Self {
        Self {
            actor: actor.into(),
            id: id.into(),
        }
    }

    pub(super) fn actor(&self) -> &str {
        &self.actor
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.actor, self.id)
    }
}
