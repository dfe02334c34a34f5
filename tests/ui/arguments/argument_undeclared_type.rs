use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, message: Message) { //~
        drop(message);
    }

    #[method]
    fn topic(&self) {}
}

pub async fn topic(chat: &ChatHandle) {
    let _ = chat.topic().await;
}

fn main() {}
