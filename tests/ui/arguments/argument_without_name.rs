use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn move_to(&mut self, (x, y): (f64, f64), _: String) { //~~
        drop((x, y));
    }
}

fn main() {}
