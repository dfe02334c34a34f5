use stagedoor::prelude::*;

#[model]
pub struct Message {
    #[garde(length(max = "five"))] //~
    text: String,
    #[garde(range(max = 5.5))] //~
    likes: u32,
}

fn main() {}
