//! What most programs import: `use stagedoor::prelude::*`.

#[cfg(feature = "runtime")]
pub use crate::App;
#[cfg(feature = "client")]
pub use crate::Client;
pub use crate::{
    Call, CallError, Caller, ClientId, Context, Denied, FromCall, Identity, Input, List, Map, Text,
    actor, event, method, model, on_activate, on_connect, on_deactivate, on_disconnect,
};
