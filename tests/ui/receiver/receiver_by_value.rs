use std::sync::Arc;

use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn close(self) {} //~

    #[method]
    fn share(self: Arc<Self>) {} //~

    #[method]
    fn topic(&self) {}
}

fn main() {}
