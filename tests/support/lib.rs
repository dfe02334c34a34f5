//! What the suites share: a server on any transport, a client that speaks
//! hand-written frames, a load, and the test's end inside an instance. It holds
//! no test.

mod client;
mod frame;
mod instance;
mod link;
mod load;
mod probe;
mod random;
mod replica;
#[path = "../../examples/custom_handlers/tcp.rs"]
pub mod tcp;
mod world;

pub use client::{Client, DEADLINE};
pub use frame::{CODES, check};
pub use instance::Instance;
pub use link::{FakeConnection, Sent, connect_narrowly};
pub use load::{Hall, Load, Target, Turnstile};
pub use probe::Probe;
pub use random::Random;
pub use replica::Replica;
pub use world::{Transport, World};
