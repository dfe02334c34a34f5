#![doc = include_str!("../../README.md")]
//!
//! # How the crate is built
//!
//! Dependencies point one way, from the top to the bottom:
//!
//! ```text
//! server      the axum router and the standalone server
//!   handlers    frames in, calls out
//!     app         definitions and instances, put together
//!       manager     instances by name and id, shutdown
//!         registry    one actor: its definition and its instances
//!           definition  method table, hooks, events; schema: their JSON Schema
//!             wire_call   a call that came as a frame; local_call: one from within
//!               method      a row of the method table
//!                 instance    one live actor: mailbox, turn, what is published
//!                   session     one connection; protocol: the frames
//!                     shared      limits, counts, listeners (lifecycle), the end
//!                       actor, event, hook, call, context: what a user writes against
//!                         collections large state; state: change detection and patches
//! ```
//!
//! What holds everywhere: the macros generate data, and behaviour is ordinary
//! code; only a turn touches an instance's state; the manager knows names and
//! handles, never sockets or concrete actor types; every layer can be called
//! without a socket.

mod actor;
mod actor_ref;
mod app;
mod bounded;
mod call;
#[cfg(feature = "client")]
pub mod client;
mod client_id;
pub mod collections;
mod connection;
mod context;
mod definition;
pub mod docs;
mod done;
mod error;
mod event;
mod guard;
mod handlers;
mod hook;
mod identity;
mod instance;
mod lifecycle;
mod limits;
mod local_call;
mod manager;
mod member;
mod method;
mod middleware;
mod patch_checks;
pub mod prelude;
mod protocol;
mod registry;
mod schema;
#[cfg(feature = "server")]
pub mod server;
mod session;
mod shared;
mod starting;
pub mod state;
mod wire_call;

pub use actor::{Actor, ActorState};
pub use actor_ref::ActorRef;
pub use app::{ActorOptions, App, AppBuilder, CallAs};
pub use call::{Call, Denied, FromCall};
#[cfg(feature = "client")]
pub use client::Client;
pub use client_id::ClientId;
pub use collections::{List, Map, Text};
pub use connection::{Connection, Frame};
pub use context::Context;
pub use error::{BuildError, CallError, Error, Issue, Mismatch, PathSegment, Unanswered};
pub use event::{Emit, Emits, Event};
pub use handlers::{DuplicateConnection, Handlers, Processed, Unreadable};
pub use identity::{Caller, Identity};
pub use lifecycle::{InstanceName, ManagerEvent, Subscription};
pub use limits::Limits;
pub use manager::ActorManager;
pub use method::Input;
pub use middleware::Middleware;
pub use patch_checks::PatchChecks;
#[cfg(feature = "server")]
pub use server::serve;
pub use state::{ApplyError, Key, Operation, Patch, State};

use error::Refusal;

pub use stagedoor_macros::{
    State, actor, event, method, model, on_activate, on_connect, on_deactivate, on_disconnect,
};

/// What generated code names; no part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use schemars;
    pub use serde;

    pub use crate::call::Lend;
    pub use crate::definition::Definition;
    pub use crate::error::{CallError as Failure, Refusal};
    pub use crate::hook::{HookFn, HookFuture, HookReturn};
    pub use crate::instance::Turn;
    pub use crate::method::{ErrorFormat, InputShape, Method, MethodReturn, Plain, ReturnProbe};
    pub use crate::starting::StartingValue;
    pub use crate::state::{derived, opaque};

    /// Fails to compile where the impl half of an actor is missing.
    pub fn assert_actor<A: crate::Actor>() {}

    /// For a glob import: the autoref traits of [`ErrorFormat`].
    pub mod error_format {
        pub use crate::method::{
            ErrorProbe, SerializableError, SerializableErrorWithSchema, TextError,
        };
    }

    /// For a glob import: the autoref traits of a type's own `Default`.
    pub mod default_probe {
        pub use crate::starting::{DefaultProbe, WithDefault, WithoutDefault};
    }
}
