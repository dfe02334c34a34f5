use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn close(&'static mut self) {} //~

    #[method]
    fn topic(&self) {}
}

fn main() {}
