use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, #[cfg(all())] text: String) { //~
        drop(text);
    }
}

fn main() {}
