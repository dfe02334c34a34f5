use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

#[actor]
impl Chat { //~
    #[method]
    fn words(&self) {}
}

fn main() {}
