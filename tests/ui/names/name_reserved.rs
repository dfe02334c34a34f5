use stagedoor::prelude::*;

#[actor(name = "__proto__")] //~
pub struct Chat {
    #[actor(name = "__proto__")]
    topic: String, //~
}

#[actor]
impl Chat {
    #[method]
    fn then(&self) {} //~

    #[method]
    fn topic(&self) {}
}

#[event(name = "__proto__")] //~
pub struct Posted;

fn main() {}
