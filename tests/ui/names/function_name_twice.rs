use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}

    #[method]
    fn topic(&self) {} //~
}

fn main() {}
