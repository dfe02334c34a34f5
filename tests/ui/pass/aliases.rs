//! What a type is decides, not how it is spelt.

use std::fmt;

use stagedoor::prelude::*;

type Outcome<T> = Result<T, fmt::Error>;
type Cx = Context<Chat>;
type Text = String;
type Posting = Posted;
type Room = Chat;

#[event]
pub struct Posted {
    text: Text,
}

#[actor]
pub struct Chat {
    topic: Text,
}

#[actor(events(Posting))]
impl Room {
    #[method]
    fn set_topic(&mut self, cx: &Cx, text: Text) -> Outcome<()> {
        cx.emit(Posted { text: text.clone() }).broadcast();
        self.topic = text;
        Ok(())
    }

    #[on_connect]
    fn join(&mut self, cx: &Cx) -> Outcome<()> {
        let _ = cx;
        Ok(())
    }
}

pub async fn calls(room: &ChatHandle) -> Result<(), CallError<fmt::Error>> {
    room.set_topic("hello".into()).await
}

fn main() {}
