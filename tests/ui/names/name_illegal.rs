use stagedoor::prelude::*;

#[actor(name = "")] //~
pub struct Chat;

#[actor]
impl Chat {
    #[method(name = "send message")] //~
    fn send_message(&mut self) {}
}

fn main() {}
