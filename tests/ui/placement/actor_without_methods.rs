use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat { //~
    #[on_connect]
    fn join(&mut self) {}

    fn topic(&self) {}
}

#[actor]
pub struct Hall;

#[actor]
impl Hall {} //~

fn main() {}
