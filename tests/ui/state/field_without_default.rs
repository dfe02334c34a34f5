use stagedoor::prelude::*;

#[model]
pub struct Settings {
    theme: String,
}

#[actor]
pub struct Chat {
    topic: String,
    settings: Settings, //~
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) -> String {
        self.topic.clone()
    }
}

fn main() {}
