use stagedoor::prelude::*;

#[model]
pub struct Message<'a> { //~
    text: &'a str,
}

fn main() {}
