use stagedoor::prelude::*;

#[model]
pub struct Stroke {
    width: u32,
}

pub struct User;

impl FromCall for User {
    async fn from_call(_: &Call) -> Result<Self, Denied> {
        Ok(Self)
    }
}

#[actor]
pub struct Board;

#[actor]
impl Board {
    #[method]
    fn draw(&mut self, #[garde(required)] Input(stroke): Input<Stroke>) { //~
        let _ = stroke.width;
    }

    #[method]
    fn erase(&mut self, #[garde(ascii)] user: &User) { //~
        let _ = user;
    }
}

#[event]
pub struct Drawn {
    #[garde(length(max = 5))] //~
    by: String,
}

fn main() {}
