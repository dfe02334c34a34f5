//! The first program of a user, as far as it needs no socket.

use std::convert::Infallible;

use stagedoor::prelude::*;

/// A chat room.
#[actor]
pub struct Chat {
    /// Who is in the room.
    members: Vec<ClientId>,
    messages: Vec<Message>,
    #[actor(default = 50)]
    capacity: u32,
    #[actor(private)]
    moderator_token: String,
}

#[model]
pub struct Message {
    text: String,
    from: ClientId,
    sent_at: u64,
}

#[event]
pub struct Posted {
    message: Message,
}

pub struct User;

impl FromCall for User {
    async fn from_call(_: &Call) -> Result<Self, Denied> {
        Ok(Self)
    }
}

#[actor(events(Posted))]
impl Chat {
    /// Posts a message to everyone in the room.
    #[method]
    async fn send_message(
        &mut self,
        cx: &Context<Self>,
        _user: &User,
        /// What to say.
        text: String,
    ) -> Result<Message, std::fmt::Error> {
        let message = Message {
            text,
            from: cx.client_id(),
            sent_at: cx.now(),
        };
        self.messages.push(message.clone());
        cx.emit(Posted {
            message: message.clone(),
        })
        .broadcast();
        Ok(message)
    }

    #[method]
    fn history(&self, last: usize) -> Vec<Message> {
        self.messages.iter().rev().take(last).cloned().collect()
    }

    #[method]
    fn is_moderator(&self, token: String) -> bool {
        self.moderator_token == token && self.capacity > 0
    }

    #[on_connect]
    fn join(&mut self, cx: &Context<Self>) {
        self.members.push(cx.client_id());
    }

    #[on_disconnect]
    fn leave(&mut self, cx: &Context<Self>) {
        let id = cx.client_id();
        self.members.retain(|member| *member != id);
    }
}

pub async fn calls(app: &App) -> Result<Vec<Message>, CallError<Infallible>> {
    let room: ChatHandle = app.actor::<Chat>("general");
    let _: Result<Message, CallError<std::fmt::Error>> = room.send_message("hello".into()).await;
    room.history(10).await
}

fn main() {
    let app = App::new().actor::<Chat>().build();
    assert!(app.is_ok());
}
