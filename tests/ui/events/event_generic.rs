use stagedoor::prelude::*;

#[event]
pub struct Posted<T> { //~
    value: T,
}

fn main() {}
