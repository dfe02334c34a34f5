use stagedoor::prelude::*;

#[actor]
fn chat() {} //~

#[actor]
trait Chat {} //~

#[model]
union Number { //~
    integer: u32,
    float: f32,
}

fn main() {}
