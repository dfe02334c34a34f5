use stagedoor::prelude::*;

#[event]
pub struct Posted {}

#[event]
pub struct Removed {}

#[actor]
pub struct Chat {}

#[actor(events(Posted))]
impl Chat {
    #[method]
    fn look(&self) {}
}

async fn listen(room: ChatHandle) {
    let _ = room.on::<Removed>().await;
}

fn main() {
    let _ = listen;
}
