use stagedoor::prelude::*;

#[actor]
pub enum Light { //~
    Red,
    Green,
}

#[actor]
impl Light {
    #[method]
    fn switch(&mut self) {
        *self = Self::Green;
    }
}

fn main() {}
