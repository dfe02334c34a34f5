use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[on_connect]
    fn join(&mut self) {}

    #[on_connect]
    fn greet(&mut self) {} //~

    #[method]
    fn topic(&self) {}
}

fn main() {}
