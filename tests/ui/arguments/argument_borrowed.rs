use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, text: &str) { //~
        drop(text);
    }

    #[method]
    fn reply(&mut self, to: Option<&str>, bytes: &[u8]) { //~~
        drop((to, bytes));
    }

    #[method]
    fn change(&mut self, cx: &mut Context<Self>) { //~
        drop(cx);
    }
}

fn main() {}
