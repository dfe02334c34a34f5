//! Faults: whatever a user's code or a transport does wrong, its caller gets
//! exactly one answer that shows nothing of the inside, and the instance, the
//! other connections and the other actors go on as before.
//!
//! Time is paused throughout; it moves only when everything waits.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the wire dictates how methods take what they are given"
)]

mod answers;
mod connections;
mod fragile;
mod hooks;
mod listeners;
mod methods;
mod shutdown;
mod starting;
mod values;
