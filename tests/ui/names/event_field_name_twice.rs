use stagedoor::prelude::*;

#[event]
pub struct Posted {
    text: String,
    #[event(name = "text")]
    body: String, //~
}

#[event]
pub enum Changed {
    Topic { text: String },
    #[event(name = "topic")]
    Subject, //~
}

fn main() {}
