use stagedoor::prelude::*;

#[model]
pub struct Message {
    #[garde(lenght(max = 5))] //~
    text: String,
    #[garde(dive)] //~
    words: Vec<String>,
    #[garde(shiny)] //~
    color: String,
}

fn main() {}
