use stagedoor::prelude::*;

#[event]
pub struct Posted {
    text: String,
}

#[event(name = "posted")]
pub struct Sent {
    text: String,
}

#[actor]
pub struct Chat;

#[actor(events(Posted, Sent))] //~
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
