use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[on_connect(name = "join")] //~
    fn join(&mut self) {}

    #[method = "topic"] //~
    fn topic(&self) {}
}

fn main() {}
