use stagedoor::prelude::*;

use std::rc::Rc;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn topic(&self) -> Rc<String> { //~
        Rc::default()
    }
}

fn main() {}
