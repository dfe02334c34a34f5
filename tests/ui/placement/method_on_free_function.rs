use stagedoor::prelude::*;

#[method] //~
fn topic() {}

#[on_disconnect] //~
fn leave() {}

fn main() {}
