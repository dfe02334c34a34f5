use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, user_id: String, userId: String) { //~
        drop((user_id, userId));
    }
}

fn main() {}
