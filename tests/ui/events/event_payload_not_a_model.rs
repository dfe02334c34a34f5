use stagedoor::prelude::*;

pub struct Message {
    pub text: String,
}

#[event]
pub struct Posted {
    message: Message, //~
}

fn main() {}
