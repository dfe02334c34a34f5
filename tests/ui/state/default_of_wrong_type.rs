use stagedoor::prelude::*;

#[actor]
pub struct Chat {
    #[actor(default = "five")] //~
    capacity: u32,
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
