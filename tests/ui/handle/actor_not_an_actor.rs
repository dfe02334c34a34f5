use stagedoor::prelude::*;

pub struct Chat;

pub fn calls(app: &App) {
    let _ = app.actor::<Chat>("general"); //~
}

fn main() {}
