use stagedoor::prelude::*;

#[actor]
impl [u8; 4] { //~
    #[method]
    fn sum(&self) -> u8 {
        self.iter().sum()
    }
}

fn main() {}
