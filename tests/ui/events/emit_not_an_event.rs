use stagedoor::prelude::*;

#[event]
pub struct Posted {
    text: String,
}

#[actor]
pub struct Chat;

#[actor(events(Posted))]
impl Chat {
    #[method]
    fn send(&mut self, cx: &Context<Self>, text: String) {
        cx.emit(text).broadcast(); //~
    }
}

fn main() {}
