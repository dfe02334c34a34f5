//! [`Replica`]: a state that is kept by its frames alone, as a client keeps it.

use json_patch::Patch;
use serde_json::Value;

/// A state as of the last frame that it was shown.
#[derive(Clone, Debug, Default)]
pub struct Replica(Option<Value>);

impl Replica {
    /// A replica that has seen no snapshot yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a `state:snapshot` or `state:patch`; other frames say nothing about a state.
    ///
    /// # Panics
    ///
    /// When a patch does not apply, or comes ahead of the snapshot.
    pub fn apply(&mut self, frame: &Value) {
        match frame["type"].as_str() {
            Some("state:snapshot") => self.0 = Some(frame["state"].clone()),
            Some("state:patch") => {
                let state = self
                    .0
                    .as_mut()
                    .expect("the snapshot is ahead of its patches");
                let patches = frame["patches"].clone();
                let patches: Patch = serde_json::from_value(patches).expect("these are operations");
                json_patch::patch(state, &patches)
                    .unwrap_or_else(|error| panic!("{error}: {frame} on {state}"));
            }
            _ => {}
        }
    }

    /// Takes each of these frames.
    pub fn apply_all<'a>(&mut self, frames: impl IntoIterator<Item = &'a Value>) {
        for frame in frames {
            self.apply(frame);
        }
    }

    /// Whether it has seen no snapshot yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The state.
    ///
    /// # Panics
    ///
    /// Ahead of the first snapshot.
    #[must_use]
    pub fn state(&self) -> &Value {
        self.0.as_ref().expect("a snapshot was shown")
    }
}
