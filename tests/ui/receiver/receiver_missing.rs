use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send_message(text: String) { //~
        drop(text);
    }

    #[on_connect]
    fn join() {} //~

    #[method]
    fn topic(&self) {}
}

fn main() {}
