//! Collections for large state: cloned at once, compared by what changed. They
//! know nothing of actors; plain types are in [`state`](crate::state).

mod elements;
pub mod list;
pub mod map;
pub mod text;

pub use list::List;
pub use map::Map;
pub use text::Text;
