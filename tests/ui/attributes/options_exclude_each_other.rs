use stagedoor::prelude::*;

#[actor(default = Chat::new())] //~
pub struct Chat {
    #[actor(private, name = "secret")] //~
    token: String,
    #[actor(name = "subject")] //~
    #[serde(rename = "title")]
    topic: String,
    #[actor(default = 5)] //~
    #[serde(default)]
    words: u32,
}

impl Chat {
    fn new() -> Self {
        Self {
            token: String::new(),
            topic: String::new(),
            words: 0,
        }
    }
}

#[actor]
impl Chat {
    #[method]
    fn words(&self) -> u32 {
        self.words
    }
}

#[model(rename_all = "snake_case")] //~
#[serde(rename_all = "camelCase")]
pub struct Message {
    text: String,
}

fn main() {}
