use stagedoor::prelude::*;

use std::collections::HashMap;

#[model]
#[derive(PartialEq, Eq, Hash)]
pub struct Point {
    x: i32,
    y: i32,
}

#[actor]
pub struct Board {
    colors: HashMap<Point, String>, //~
}

#[actor]
impl Board {
    #[method]
    fn topic(&self) {}
}

fn main() {}
