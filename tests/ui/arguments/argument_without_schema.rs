use stagedoor::prelude::*;

#[derive(serde::Serialize, serde::Deserialize)]
pub struct Message {
    pub text: String,
}

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, message: Message) { //~
        drop(message.text);
    }
}

fn main() {}
