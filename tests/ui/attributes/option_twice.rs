use stagedoor::prelude::*;

#[actor(name = "chat", name = "room")] //~
pub struct Chat {
    #[actor(default = 50, default = 60)] //~
    capacity: u32,
}

#[actor]
impl Chat {
    #[method]
    fn capacity(&self) -> u32 {
        self.capacity
    }
}

fn main() {}
