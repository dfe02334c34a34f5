use stagedoor::prelude::*;

#[model]
pub struct Stroke {
    width: u32,
}

#[actor]
pub struct Board;

#[actor]
impl Board {
    #[method]
    fn draw(&mut self, color: String, Input(stroke): Input<Stroke>) { //~
        drop((color, stroke.width));
    }
}

fn main() {}
