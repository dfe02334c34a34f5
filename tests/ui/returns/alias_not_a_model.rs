use stagedoor::prelude::*;

pub struct Message {
    pub text: String,
}

type Outcome = Result<Message, std::fmt::Error>;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn first(&self) -> Message { //~
        Message { text: String::new() }
    }
}

#[actor]
pub struct Hall;

#[actor]
impl Hall {
    #[method]
    fn last(&self) -> Outcome { //~
        Err(std::fmt::Error)
    }
}

fn main() {}
