use stagedoor::prelude::*;

#[event]
pub struct Posted {
    text: String,
}

type Sent = Posted;

#[actor]
pub struct Chat;

#[actor(events(Posted, Sent))] //~
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
