use stagedoor::prelude::*;

pub struct Chat;

impl Chat {
    #[method] //~
    fn topic(&self) {}

    #[on_connect] //~
    fn join(&mut self) {}
}

fn main() {
    let mut chat = Chat;
    chat.topic();
    chat.join();
}
