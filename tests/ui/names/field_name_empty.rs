use stagedoor::prelude::*;

#[model]
pub struct Message {
    #[model(name = "")]
    text: String, //~
}

fn main() {}
