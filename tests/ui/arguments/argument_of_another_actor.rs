use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

#[actor]
pub struct Hall;

#[actor]
impl Hall {
    #[method]
    fn open(&mut self, cx: &Context<Chat>) { //~
        let _ = cx;
    }
}

fn main() {}
