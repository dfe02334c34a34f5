use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send_message(&mut self) {}

    #[method(name = "sendMessage")] //~
    fn post(&mut self) {}

    #[method]
    fn topic(&self) {}
}

fn main() {}
