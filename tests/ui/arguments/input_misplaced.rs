use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, Input(text): String) { //~
        drop(text);
    }

    #[method]
    fn draw(&mut self, first: Input<u32>, second: Input<u32>) { //~
        drop((first, second));
    }
}

fn main() {}
