use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor(events(Posted))] //~
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
