use stagedoor::prelude::*;

pub struct Posted {
    pub text: String,
}

#[actor]
pub struct Chat;

#[actor(events(Posted))] //~
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
