use stagedoor::prelude::*;

use std::time::Instant;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn wait(&mut self, until: Instant) { //~
        let _ = until;
    }
}

fn main() {}
