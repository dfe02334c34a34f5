use stagedoor::prelude::*;

#[event]
#[model] //~
pub struct Posted {
    text: String,
}

#[actor]
#[actor(name = "room")] //~
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
