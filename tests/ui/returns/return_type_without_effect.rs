use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn topic(&self) -> dyn ToString { //~
        String::new()
    }

    #[method]
    fn parse(&self) -> Box<dyn std::error::Error> { //~
        "".into()
    }

    #[method]
    fn guess(&self) -> _ { //~
        5
    }
}

fn main() {}
