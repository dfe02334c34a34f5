//! Collections for large state: cloned at once, compared by what changed. They
//! know nothing of actors; plain types are in [`state`](crate::state).

mod elements;
pub mod list;
pub mod map;

pub use list::List;
pub use map::Map;
