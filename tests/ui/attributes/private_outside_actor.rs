use stagedoor::prelude::*;

#[model]
pub struct User {
    #[model(private)] //~
    password: String,
}

#[event]
pub struct Joined {
    #[event(private)] //~
    token: String,
}

fn main() {}
