use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method] //~
    const CAPACITY: u32 = 50;

    #[method]
    fn capacity(&self) -> u32 {
        Self::CAPACITY
    }
}

fn main() {}
