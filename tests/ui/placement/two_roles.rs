use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    #[on_connect] //~
    fn join(&mut self) {}

    #[method]
    #[method] //~
    fn leave(&mut self) {}
}

fn main() {}
