use stagedoor::prelude::*;

#[model]
pub struct Message {
    #[garde(length)] //~
    text: String,
    #[garde(length(max = 5, most = 6))] //~
    topic: String,
    #[garde(range(min = 5, equal = 6))] //~
    likes: u32,
    #[garde(email("de"))] //~
    mail: String,
    #[garde(prefix)] //~
    tag: String,
    #[garde(inner)] //~
    words: Vec<String>,
    #[garde] //~
    color: String,
}

fn main() {}
