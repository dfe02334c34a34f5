//! [`Iter`] and the other iterators over a map, all in the order of the map. Not how
//! a map is changed but for its values.

mod borrowed;
mod mutable;
mod owned;

pub use borrowed::{Iter, Keys, Values};
pub use mutable::{IterMut, ValuesMut};
pub use owned::IntoIter;

pub(super) use borrowed::Entries;
