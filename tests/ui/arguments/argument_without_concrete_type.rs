use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, text: impl ToString) { //~
        drop(text.to_string());
    }

    #[method]
    fn run(&mut self, action: Box<dyn Fn() + Send>, user: &dyn ToString) { //~~
        action();
        drop(user.to_string());
    }
}

fn main() {}
