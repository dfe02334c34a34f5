use stagedoor::prelude::*;

#[actor(nmae = "chat")] //~
pub struct Chat {
    #[actor(defualt = 50)] //~
    capacity: u32,
    #[actor(color)] //~
    topic: String,
    #[model(default)] //~
    words: u32,
}

#[actor]
impl Chat {
    #[method(rename = "send")] //~
    fn send_message(&mut self) {}
}

fn main() {}
