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

#![cfg_attr(
    not(feature = "runtime"),
    allow(
        dead_code,
        unused_imports,
        reason = "what the runtime does with definitions is left out"
    )
)]

// What definitions are made of, on every side.
mod actor;
mod actor_ref;
mod bounded;
mod call;
mod client_id;
pub mod collections;
pub mod constraints;
mod context;
pub mod docs;
mod error;
mod event;
pub mod fit;
mod guard;
#[cfg(any(feature = "client", feature = "server"))]
mod heartbeat;
mod hook;
mod identity;
mod issue;
mod method;
mod pending_call;
pub mod prelude;
mod record;
mod route;
mod starting;
pub mod state;
mod subscriptions;

// Instances, and how calls and frames reach them.
#[cfg(feature = "runtime")]
mod address;
#[cfg(feature = "runtime")]
mod app;
#[cfg(feature = "runtime")]
mod connection;
#[cfg(feature = "runtime")]
mod current_turn;
#[cfg(feature = "runtime")]
mod definition;
#[cfg(feature = "runtime")]
mod done;
#[cfg(feature = "runtime")]
mod handlers;
#[cfg(feature = "runtime")]
mod held;
#[cfg(feature = "runtime")]
mod instance;
#[cfg(feature = "runtime")]
mod lifecycle;
#[cfg(feature = "runtime")]
mod limits;
#[cfg(feature = "runtime")]
mod local_call;
#[cfg(feature = "runtime")]
mod local_route;
#[cfg(feature = "runtime")]
mod manager;
#[cfg(feature = "runtime")]
mod member;
#[cfg(feature = "runtime")]
mod middleware;
#[cfg(not(feature = "runtime"))]
mod no_runtime;
#[cfg(feature = "runtime")]
mod patch_checks;
#[cfg(feature = "runtime")]
mod protocol;
#[cfg(feature = "runtime")]
mod registry;
#[cfg(feature = "runtime")]
mod schema;
#[cfg(feature = "runtime")]
mod session;
#[cfg(feature = "runtime")]
mod shared;
#[cfg(feature = "runtime")]
mod waits;
#[cfg(feature = "runtime")]
mod wire_call;

#[cfg(feature = "server")]
pub mod server;

#[cfg(feature = "client")]
pub mod client;

pub use actor::{Actor, ActorState};
pub use actor_ref::ActorRef;
pub use call::{Call, Denied, FromCall};
#[cfg(feature = "client")]
pub use client::Client;
pub use client_id::ClientId;
pub use collections::{List, Map, Text};
pub use context::Context;
pub use error::{BuildError, CallError, Error, Mismatch, Unanswered};
pub use event::{Emit, Emits, EmittedBy, Event};
pub use identity::{Caller, Identity};
pub use issue::{Issue, PathSegment};
pub use method::Input;
pub use pending_call::PendingCall;
#[cfg(feature = "server")]
pub use server::serve;
pub use state::{ApplyError, Key, Operation, Patch, State};
#[cfg(feature = "runtime")]
pub use {
    app::{ActorOptions, App, AppBuilder, CallAs},
    connection::{Connection, Frame},
    handlers::{DuplicateConnection, Handlers, Processed, Unreadable},
    lifecycle::{InstanceName, ManagerEvent, Subscription},
    limits::Limits,
    manager::ActorManager,
    middleware::Middleware,
    patch_checks::PatchChecks,
};

#[cfg(not(feature = "runtime"))]
use no_runtime::{Begun, Definition, Turn};
#[cfg(feature = "runtime")]
use {
    definition::Definition,
    instance::{Begun, Turn},
};

use error::Refusal;

pub use stagedoor_macros::{
    State, actor, event, method, model, on_activate, on_connect, on_deactivate, on_disconnect,
};

/// What generated code names; no part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use futures_util::future::BoxFuture;
    pub use schemars;
    pub use serde;

    pub use crate::__subscriptions as subscriptions;
    pub use crate::call::Lend;
    pub use crate::error::Refusal;
    pub use crate::event::assert_new_event;
    pub use crate::fit::{
        Borrow, Emitted, Fail, HookContext, HookParameter, HookResult, IsState, Keep, KeepKey,
        KeepWhole, Publish, Start, StartWhole, Travel, Unfit, Vet, Vetted,
    };
    pub use crate::hook::{HookFn, HookFuture, HookReturn};
    pub use crate::method::{
        ActorFor, Called, ErrorFormat, Exclusive, Failure, LendOne, LentTo, Loan, Method,
        MethodReturn, NoFailure, Plain, ReturnProbe, Returned, Row, Shared, Whole,
    };
    #[cfg(not(feature = "runtime"))]
    pub use crate::no_runtime::{Definition, Turn};
    pub use crate::state::{derived, opaque};
    #[cfg(feature = "runtime")]
    pub use crate::{definition::Definition, instance::Turn};

    /// The rules of constraints.
    pub use crate::constraints;
    pub use crate::constraints::{Issues, Walk, Walker};

    /// What a struct with named fields is to serde.
    pub mod record {
        pub use crate::record::{Record, Source, deserialize, required, serialize};
    }

    /// For a glob import: the autoref traits of [`ErrorFormat`].
    pub mod error_format {
        pub use crate::method::{
            DeserializableError, ErrorProbe, SerializableError, SerializableErrorWithSchema,
            TextError, UnreadableError,
        };
    }

    /// For a glob import: the autoref traits of a type's own `Default`.
    pub mod default_probe {
        pub use crate::starting::{DefaultProbe, WithDefault, WithoutDefault};
    }
}
