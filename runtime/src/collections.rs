//! Collections for large state: cloned at once, compared by what changed. They
//! know nothing of actors; plain types are in [`state`](crate::state).

pub mod map;

pub use map::Map;
