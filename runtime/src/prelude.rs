//! What most programs import: `use stagedoor::prelude::*`.

pub use crate::{
    App, Call, CallError, Caller, ClientId, Context, Denied, FromCall, Identity, Input, List, Map,
    Text, actor, event, method, model, on_activate, on_connect, on_deactivate, on_disconnect,
};
