//! Long random sequences of operations on a state with every kind of field,
//! against the types of `std`. Pairs of arbitrary values are in `state`.
//!
//! After each step the state reads as its model; after each turn the draft, the
//! committed state, a client's document and a client's value are the same, what
//! was kept before is as it was, and the patch is short.

mod alike;
mod client;
mod done;
mod element;
mod mapping;
mod mutations;
mod op;
mod place;
mod play;
mod sequence;
mod set;
mod state;
mod text;
mod told;
mod twin;
mod whole;

mod cases;
mod random;
