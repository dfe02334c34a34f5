use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn on(&mut self) {} //~

    #[method]
    fn state(&self) -> u32 { //~
        5
    }

    #[method(name = "id")]
    fn id(&self) -> u32 { //~
        5
    }

    #[method(name = "on")]
    fn switch_on(&mut self) {}
}

fn main() {}
