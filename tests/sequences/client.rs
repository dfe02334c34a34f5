//! [`Client`]: a state that only patches change, as a document and as a value.

use serde_json::Value;
use stagedoor::State;
use stagedoor::state::apply_patch;

use crate::state::Room;

pub(crate) struct Client {
    document: Value,
    room: Room,
}

impl Client {
    /// A client that has just got the snapshot of `room`.
    pub(crate) fn of(room: &Room) -> Self {
        let text = serde_json::to_string(room).unwrap();
        Self {
            document: serde_json::from_str(&text).unwrap(),
            room: serde_json::from_str(&text).unwrap(),
        }
    }

    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    pub(crate) fn apply(&mut self, patch: &str) {
        let operations: json_patch::Patch = serde_json::from_str(patch).unwrap();
        assert!(!operations.0.is_empty(), "an empty patch is not sent");
        json_patch::patch(&mut self.document, &operations).unwrap();
        apply_patch(&mut self.room, patch).unwrap();
    }

    pub(crate) fn assert_is_of(&self, room: &Room) {
        assert!(self.room.same(room), "{:?} is not {room:?}", self.room);
        assert_eq!(self.document, document_of(room));
    }
}

/// The document of a state.
pub(crate) fn document_of(room: &Room) -> Value {
    serde_json::to_value(room).unwrap()
}
