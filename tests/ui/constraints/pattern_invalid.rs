use stagedoor::prelude::*;

#[model]
pub struct Message {
    #[garde(pattern("[a-z"))] //~
    text: String,
}

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(
        &mut self,
        #[garde(pattern("(*"))] text: String, //~
        #[garde(pattern(PATTERN))] topic: String, //~
    ) {
        drop((text, topic));
    }
}

pub const PATTERN: &str = "[a-z]";

fn main() {}
