//! Constants whose names a pattern of the generated code might have.

#![deny(warnings)]
#![allow(non_upper_case_globals)]

use stagedoor::prelude::*;

pub const value: u32 = 5;
pub const error: u32 = 5;
pub const index: u32 = 5;
pub const element: u32 = 5;

#[model]
pub struct Inner {
    #[garde(inner(range(max = 3)))]
    numbers: Vec<u32>,
}

#[actor]
pub struct Chat {
    words: u32,
}

#[actor]
impl Chat {
    #[method]
    fn add(&mut self, inner: Inner, words: u32) -> Result<u32, std::fmt::Error> {
        drop(inner.numbers);
        self.words += words + value + error + index + element;
        Ok(self.words)
    }
}

fn main() {}
