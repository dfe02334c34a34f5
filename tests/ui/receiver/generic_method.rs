use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send<T: ToString>(&mut self, text: T) { //~
        drop(text.to_string());
    }

    #[method]
    fn fill<const N: usize>(&mut self) {} //~

    #[method]
    fn topic<'a>(&'a self) {} //~
}

fn main() {}
