use stagedoor::prelude::*;

pub struct Posted;

#[event]
impl Posted {} //~

#[model]
fn message() {} //~

fn main() {}
