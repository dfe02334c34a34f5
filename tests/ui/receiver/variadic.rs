use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, text: String, _: ...) { //~
        drop(text);
    }

    #[method]
    fn topic(&self) {}
}

fn main() {}
