use stagedoor::prelude::*;

#[event]
pub struct Posted {
    text: String,
}

#[actor]
pub struct Chat;

#[deny(unused_must_use)]
#[actor(events(Posted))]
impl Chat {
    #[method]
    fn send(&mut self, cx: &Context<Self>, text: String) {
        cx.emit(Posted { text }); //~
    }
}

fn main() {}
