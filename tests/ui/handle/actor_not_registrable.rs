use stagedoor::prelude::*;

pub struct Chat;

pub fn calls() {
    let _ = App::new().actor::<Chat>().build(); //~
}

fn main() {}
