use stagedoor::prelude::*;

#[actor]
pub struct Room<T> { //~
    messages: Vec<T>,
}

#[actor]
impl<T> Room<T> { //~
    #[method]
    fn clear(&mut self) {
        self.messages.clear();
    }
}

fn main() {}
