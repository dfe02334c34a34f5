use stagedoor::prelude::*;

#[event]
pub struct Posted {
    text: String,
}

#[actor]
pub struct Chat;

#[actor(events(Posted, Posted))] //~
impl Chat {
    #[method]
    fn send(&mut self, cx: &Context<Self>, text: String) {
        cx.emit(Posted { text }).broadcast();
    }
}

fn main() {}
