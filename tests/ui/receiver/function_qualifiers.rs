use stagedoor::prelude::*;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    const fn capacity(&self) -> u32 { //~
        50
    }

    #[method]
    unsafe fn clear(&mut self) {} //~

    #[method]
    extern "C" fn join(&mut self) {} //~
}

fn main() {}
