//! A program in which someone is typing: one method has no end and one no type.
//! All others have to be known to the editor, on the actor and on its handle.

use stagedoor::prelude::*;

#[model]
pub struct Message {
    text: String,
}

#[actor]
pub struct Chat {
    topic: String,
    messages: Vec<Message>,
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) -> String {
        self.topic.clone()
    }

    #[method]
    fn unfinished(&mut self, text: String) -> usize {
        let message = self.
    }

    #[method]
    fn untyped(&mut self, text: ) -> usize {
        5
    }

    #[method]
    fn last(&self, skip: usize) -> Option<Message> {
        self.messages.iter().rev().nth(skip).cloned()
    }
}

pub async fn calls(chat: &ChatHandle, actor: &Chat) {
    let topic: String = chat.topic().await.unwrap_or_default();
    let last: Option<Message> = chat.last(1).await.unwrap_or_default();
    let length: usize = chat.unfinished(String::new()).await.unwrap_or_default();
    let also: (String, Option<Message>) = (actor.topic(), actor.last(2));
    // The one that there is not, so that silence is no proof.
    chat.missing();
}
