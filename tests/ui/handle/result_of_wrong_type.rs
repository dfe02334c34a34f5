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

pub async fn calls(chat: &ChatHandle) -> Result<u32, CallError<std::fmt::Error>> {
    let sent: String = chat.send("hello".into(), 5).await?; //~
    Ok(sent.len() as u32)
}

fn main() {}
