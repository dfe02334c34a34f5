use stagedoor::prelude::*;

#[actor]
pub struct Chat;

pub struct ChatHandle; //~

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
