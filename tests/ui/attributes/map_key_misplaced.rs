use stagedoor::prelude::*;

#[model(key)] //~
pub struct Point {
    x: i32,
    y: i32,
}

#[model(key)] //~
pub enum Kind {
    Public,
}

fn main() {}
