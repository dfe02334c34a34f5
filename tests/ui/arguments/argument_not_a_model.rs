use stagedoor::prelude::*;

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

    #[method]
    fn send_all(&mut self, messages: Vec<Message>, first: bool) {
        drop((messages, first));
    }

    #[method]
    fn replace(&mut self, Input(message): Input<Message>) {
        drop(message.text);
    }

    #[method]
    fn topic(&self) {}
}

pub async fn topic(chat: &ChatHandle) {
    let _ = chat.topic().await;
}

fn main() {}
