use stagedoor::prelude::*;

#[actor(events(Posted))] //~
pub struct Chat;

#[actor(name = "chat")] //~
impl Chat {
    #[method(rename_all = "snake_case")] //~
    fn topic(&self) {}
}

fn main() {}
