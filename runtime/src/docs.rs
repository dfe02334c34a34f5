//! The guide: pages of documentation, with examples that are compiled. No code.

#[doc = include_str!("../../docs/choosing-state-types.md")]
pub mod choosing_state_types {}

#[doc = include_str!("../../docs/reconnecting.md")]
pub mod reconnecting {}

#[doc = include_str!("../../docs/expansion.md")]
pub mod expansion {}
