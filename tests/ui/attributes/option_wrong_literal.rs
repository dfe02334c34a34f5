use stagedoor::prelude::*;

#[actor(name = 5, rename_all = "camel_case")] //~~
pub struct Chat {
    #[actor(private = true)] //~
    token: String,
    #[actor(name)] //~
    topic: String,
    #[actor(default = )] //~
    words: u32,
}

#[actor(events = "Posted")] //~
impl Chat {
    #[method]
    fn topic(&self) -> String {
        self.topic.clone()
    }
}

fn main() {}
