//! [`Scale`]: counts how often its state and events are serialised.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use stagedoor::prelude::*;
use support::Probe;

/// A state and events that notice when they are written.
#[actor]
pub(crate) struct Scale {
    #[actor(opaque)]
    load: Load,
}

/// Says in a probe that it was serialised.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
pub(crate) struct Load {
    /// The id of the probe to tell.
    probe: String,
    weight: u32,
}

impl Serialize for Load {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Probe::of(&self.probe).record("serialised");
        serializer.serialize_u32(self.weight)
    }
}

/// Something was put on the scale.
#[event]
pub(crate) struct Weighed {
    load: Load,
}

#[actor(events(Weighed))]
impl Scale {
    #[method]
    fn ping(&self) {}

    /// Changes the state, and says so in no event.
    #[method]
    fn put(&mut self, probe: String, weight: u32) {
        self.load = Load { probe, weight };
    }

    /// Emits, and changes nothing.
    #[method]
    fn weigh(&self, cx: &Context<Self>, probe: String, weight: u32) {
        let load = Load { probe, weight };
        cx.emit(Weighed { load }).broadcast();
    }
}
