use stagedoor::prelude::*;

#[model]
#[derive(Default)]
pub struct Size {
    width: u32,
}

#[actor]
pub struct Board {
    #[serde(flatten)] //~
    size: Size,
    #[serde(rename(serialize = "a", deserialize = "b"))] //~
    name: String,
}

#[actor]
impl Board {
    #[method]
    fn clear(&mut self) {}
}

#[model]
#[serde(into = "u32", from = "u32")] //~
pub struct Meters(u32);

impl From<u32> for Meters {
    fn from(meters: u32) -> Self {
        Self(meters)
    }
}

impl From<Meters> for u32 {
    fn from(meters: Meters) -> Self {
        meters.0
    }
}

fn main() {}
