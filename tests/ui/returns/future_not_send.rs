use std::rc::Rc;

use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    async fn send(&mut self, text: String) { //~
        let text = Rc::new(text);
        std::future::ready(()).await;
        drop(text);
    }

    #[on_connect]
    async fn join(&mut self) { //~
        let text = Rc::new(5);
        std::future::ready(()).await;
        drop(text);
    }
}

fn main() {}
