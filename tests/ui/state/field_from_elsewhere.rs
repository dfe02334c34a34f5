use stagedoor::prelude::*;

use std::time::Instant;

#[model]
pub struct Message {
    text: String,
    sent_at: Instant, //~
}

fn main() {}
