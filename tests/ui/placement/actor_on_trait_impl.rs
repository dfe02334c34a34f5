use stagedoor::prelude::*;

#[actor]
pub struct Chat {
    topic: String,
}

pub trait Talk {
    fn talk(&self);
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) -> String {
        self.topic.clone()
    }
}

#[actor]
impl Talk for Chat { //~
    #[method]
    fn talk(&self) {}
}

fn main() {}
