use stagedoor::prelude::*;

#[model]
pub struct Message {
    text: String,
    #[model(name = "text")]
    body: String, //~
}

#[model]
pub enum Kind {
    Public,
    #[model(name = "public")]
    Private, //~
}

fn main() {}
