use stagedoor::prelude::*;

#[actor]
pub struct Chat {
    settings: Settings, //~
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
