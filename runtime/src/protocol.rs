//! The wire frames: what a client sends, read; what it gets, written. Nothing
//! else knows their fields, and nothing here acts on them.

mod bad_frame;
mod envelope;
mod plain;
mod reply;
mod request;
mod scratch;

pub(crate) use bad_frame::{BadFrame, call_id};
pub(crate) use reply::{
    Outcome, Subject, destroyed, error, event, failure, result, short_snapshot, snapshot,
    state_patch, welcome,
};
pub(crate) use request::{Request, Target};
