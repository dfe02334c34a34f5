use stagedoor::prelude::*;

#[actor]
pub struct Chat {
    topic: String,
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) -> &str { //~
        &self.topic
    }

    #[method]
    fn words(&self) -> impl Iterator<Item = String> { //~
        std::iter::empty()
    }

    #[method]
    fn first(&self) -> Option<&str> { //~
        None
    }
}

fn main() {}
