use stagedoor::prelude::*;

pub struct Refused;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn close(&mut self) -> Result<(), Refused> { //~
        Err(Refused)
    }
}

fn main() {}
