use stagedoor::prelude::*;

use std::sync::Mutex;
use std::sync::atomic::AtomicU32;

#[actor]
pub struct Chat {
    words: AtomicU32, //~
    lock: Mutex<Vec<String>>, //~
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
