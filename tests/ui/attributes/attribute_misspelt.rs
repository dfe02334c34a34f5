use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[mehtod] //~
    fn topic(&self) {}

    #[onconnect] //~
    fn join(&mut self) {}

    #[method]
    fn leave(&mut self) {}
}

fn main() {}
