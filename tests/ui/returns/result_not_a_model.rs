use stagedoor::prelude::*;

pub struct Message {
    pub text: String,
}

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn last(&self) -> Result<Message, std::fmt::Error> { //~
        Err(std::fmt::Error)
    }

    #[method]
    fn all(&self) -> Vec<Message> {
        Vec::new()
    }
}

fn main() {}
