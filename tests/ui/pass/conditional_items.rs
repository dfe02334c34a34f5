//! `#[cfg]` on fields, variants and functions, on and off.

#![deny(warnings)]

use stagedoor::prelude::*;

#[model]
pub enum Shape {
    #[default]
    Point,
    Circle {
        radius: f64,
        #[cfg(any())]
        color: Missing,
    },
    #[cfg(any())]
    Square(Missing),
}

#[actor]
pub struct Board {
    shapes: Vec<Shape>,
    #[cfg(any())]
    missing: Missing,
    #[cfg(all())]
    #[actor(default = 5)]
    present: u32,
}

#[actor]
impl Board {
    #[cfg(any())]
    #[method]
    fn alternative(&self, missing: Missing) {}

    #[cfg(all())]
    #[method]
    fn alternative(&self) -> u32 {
        self.present
    }

    #[cfg(any())]
    #[on_connect]
    fn join(&mut self, missing: &Missing) {}

    #[method]
    fn add(&mut self, radius: f64) {
        self.shapes.push(Shape::Circle { radius });
    }
}

pub async fn calls(board: &BoardHandle) {
    let _ = board.alternative().await;
}

fn main() {}
