use stagedoor::prelude::*;

#[actor]
pub struct Chat { //~
    topic: String,
}

impl Chat {
    fn topic(&self) -> String {
        self.topic.clone()
    }
}

fn main() {}
