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

    #[method]
    fn guess(&mut self, value: _, user: &_) { //~~
        drop((value, user));
    }

    #[method]
    fn context(&mut self, cx: &Context<_>, texts: Vec<_>) { //~~
        drop((cx, texts));
    }
}

fn main() {}
