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
    let _ = room.send_message(5).await;
}

fn main() {
    let _ = call;
}
