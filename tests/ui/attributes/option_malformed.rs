use stagedoor::prelude::*;

#[actor(name: "chat")] //~
pub struct Chat;

#[actor(events(Posted Sent))] //~
impl Chat {
    #[method(name = )] //~
    fn topic(&self) {}

    #[method("topic")] //~
    fn words(&self) {}
}

fn main() {}
