use stagedoor::prelude::*;

#[model]
pub struct Message {
    #[garde(custom(is_even))] //~
    text: String,
}

fn is_even(number: &u32) -> Result<(), String> {
    drop(number);
    Ok(())
}

fn main() {}
