//! [`Instance`]: the name of one instance, and the frames that are about it.

use serde_json::{Value, json};

use crate::Probe;

/// One instance, as clients name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// The wire name of its actor.
    pub actor: &'static str,
    /// Its id.
    pub id: String,
}

impl Instance {
    /// The instance with this id.
    #[must_use]
    pub fn new(actor: &'static str, id: impl Into<String>) -> Self {
        Self {
            actor,
            id: id.into(),
        }
    }

    /// An instance that no other test of the process uses, so that its
    /// [`Probe`] is this test's alone.
    #[must_use]
    pub fn unique(actor: &'static str) -> Self {
        Self::new(actor, Probe::unique_id())
    }

    /// The test's end inside the instance.
    #[must_use]
    pub fn probe(&self) -> Probe {
        Probe::of(&self.id)
    }

    /// A frame that has no more fields than the names: `event:sub` and its like.
    #[must_use]
    pub fn frame(&self, kind: &str) -> Value {
        json!({ "type": kind, "actor": self.actor, "actorId": self.id })
    }

    /// A call.
    #[must_use]
    pub fn rpc(&self, id: &str, method: &str, input: Value) -> Value {
        let mut frame = self.frame("rpc");
        frame["id"] = json!(id);
        frame["method"] = json!(method);
        frame["input"] = input;
        frame
    }

    /// The `event` frame with this name and payload.
    #[must_use]
    pub fn event(&self, name: &str, payload: Value) -> Value {
        let mut frame = self.frame("event");
        frame["event"] = json!(name);
        frame["payload"] = payload;
        frame
    }

    /// The `state:snapshot` frame of this state.
    #[must_use]
    pub fn snapshot(&self, state: Value) -> Value {
        let mut frame = self.frame("state:snapshot");
        frame["state"] = state;
        frame
    }

    /// The `state:patch` frame of these operations.
    #[must_use]
    pub fn patch(&self, patches: Value) -> Value {
        let mut frame = self.frame("state:patch");
        frame["patches"] = patches;
        frame
    }

    /// Whether a frame is of this type and about this instance.
    #[must_use]
    pub fn is(&self, kind: &str, frame: &Value) -> bool {
        frame["type"] == kind && frame["actor"] == self.actor && frame["actorId"] == *self.id
    }
}
