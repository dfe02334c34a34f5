use stagedoor::prelude::*;

#[actor]
pub struct Chat {
    topic: String,
}

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, text: &str) { //~
        self.topic = text.to_owned();
    }

    #[method]
    fn close(self) {} //~

    #[method]
    fn topic(&self) -> String {
        self.topic.clone()
    }
}

async fn topic(chat: &ChatHandle) -> Result<String, CallError<std::convert::Infallible>> {
    chat.topic().await
}

fn main() {
    let _ = topic;
}
