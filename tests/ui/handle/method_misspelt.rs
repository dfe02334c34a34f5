use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, text: String, times: u32) -> Result<u32, std::fmt::Error> {
        drop(text);
        Ok(times)
    }
}

pub async fn calls(chat: &ChatHandle) {
    let _ = chat.sned("hello".into(), 5).await; //~
}

fn main() {}
