//! [`SetOp`]: what is done to a sorted set, which is its own model.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::done::Done;
use crate::place::{Name, name};

#[derive(Clone, Debug)]
pub(crate) enum SetOp {
    Insert(Name),
    Remove(Name),
    PopFirst,
    Retain(usize),
    Extend(Vec<Name>),
    Clear,
}

impl SetOp {
    /// Does it, and says how many elements came or went.
    pub(crate) fn run(&self, set: &mut BTreeSet<String>) -> Done {
        let length = set.len();
        match self {
            Self::Insert(name) => drop(set.insert((*name).into())),
            Self::Remove(name) => drop(set.remove(&String::from(*name))),
            Self::PopFirst => drop(set.pop_first()),
            Self::Retain(divisor) => set.retain(|name| name.len() % divisor != 0),
            Self::Extend(names) => set.extend(names.iter().map(|name| String::from(*name))),
            Self::Clear => set.clear(),
        }
        Done::many(length.abs_diff(set.len()))
    }
}

pub(crate) fn set_op() -> impl Strategy<Value = SetOp> {
    prop_oneof![
        8 => name().prop_map(SetOp::Insert),
        8 => name().prop_map(SetOp::Remove),
        2 => Just(SetOp::PopFirst),
        2 => (2..8_usize).prop_map(SetOp::Retain),
        2 => prop::collection::vec(name(), 0..8).prop_map(SetOp::Extend),
        1 => Just(SetOp::Clear),
    ]
}
