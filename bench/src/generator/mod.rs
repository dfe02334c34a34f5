//! The load generator: many clients on one thread. It knows `WebSocket`s and how
//! to load them; what the texts mean is the dialect's.

mod closed_loop;
mod connections;
mod frame;
mod load;
mod open_loop;
mod probe;
mod publishing;
mod socket;

pub(crate) use closed_loop::ClosedLoop;
pub(crate) use connections::{Connections, PATIENCE};
pub(crate) use load::Load;
pub(crate) use open_loop::OpenLoop;
pub(crate) use probe::Probe;
pub(crate) use publishing::{Publishing, ROOM};
