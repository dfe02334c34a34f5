use stagedoor::prelude::*;

use std::pin::Pin;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn close(self: Pin<&mut Self>) {} //~

    #[method]
    fn open(mut self) { //~
        self = Self;
        drop(self);
    }

    #[method]
    fn topic(&self) {}
}

fn main() {}
