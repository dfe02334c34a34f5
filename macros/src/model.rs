//! What the user declared, as syn types with their spans: a type
//! ([`TypeItem`], and [`StateType`] for the derive) or the impl of an actor
//! ([`Behaviour`]). Reading reports what is wrong with one item alone; rules
//! across items are checked elsewhere.

mod actor_impl;
mod argument;
mod behaviour;
mod hook;
mod method;
mod self_type;
mod signature;
mod state_type;
mod type_item;
mod wire_type;

pub(crate) use actor_impl::ActorImpl;
pub(crate) use argument::{Argument, Parameter};
pub(crate) use behaviour::{Behaviour, GENERIC_ACTOR};
pub(crate) use hook::Hook;
pub(crate) use method::{Input, Method};
pub(crate) use signature::Receiver;
pub(crate) use state_type::{
    Contents, Field, Missing, Place, Shape, StateType, Tagging, Variant, fields_of,
};
pub(crate) use type_item::{FieldItem, Role, TypeItem, VariantItem};
