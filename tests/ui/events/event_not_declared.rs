use stagedoor::prelude::*;

#[event]
pub struct Posted {
    text: String,
}

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, cx: &Context<Self>, text: String) {
        cx.emit(Posted { text }).broadcast(); //~
    }

    #[on_connect]
    fn join(&mut self, cx: &Context<Self>) {
        cx.emit(Posted { text: "hello".into() }).broadcast(); //~
    }
}

fn main() {}
