use stagedoor::prelude::*;

#[event]
pub struct Posted {
    text: String,
}

#[event]
pub struct Left {
    name: String,
}

#[actor]
pub struct Chat;

#[actor(events(Posted))]
impl Chat {
    #[method]
    fn topic(&self) {}
}

pub async fn calls(chat: &ChatHandle) {
    let _ = chat.on::<Left>().await; //~
    let _ = chat.on::<Posted>().await;
}

fn main() {}
