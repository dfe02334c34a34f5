use stagedoor::prelude::*;

#[actor]
pub struct Chat {}

#[actor]
impl Chat {
    #[method]
    fn send_message(&self, text: String) -> usize {
        text.len()
    }
}

async fn call(room: ChatHandle) {
    let _ = room.send_mesage("hello".into()).await;
}

fn main() {
    let _ = call;
}
