//! Rules across items: names that clash, things declared twice, options that
//! exclude each other. What is wrong with one item alone is reported where it is read.

mod behaviour;
mod state_type;
mod type_item;

pub(crate) use behaviour::check_behaviour;
pub(crate) use state_type::check_state_type;
pub(crate) use type_item::check_type_item;
