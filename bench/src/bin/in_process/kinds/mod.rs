//! Ways of keeping actors, each with a counter.

mod actix;
mod frames;
mod kameo;
mod mpsc;
mod ractor;
mod stagedoor;

pub(crate) use actix::measure as measure_actix;
pub(crate) use frames::Frames;
pub(crate) use kameo::Kameo;
pub(crate) use mpsc::Mpsc;
pub(crate) use ractor::Ractor;
pub(crate) use stagedoor::Stagedoor;
