//! Constants whose names a pattern of the generated code might have.

#![deny(warnings)]
#![allow(non_upper_case_globals)]

use stagedoor::prelude::*;

pub const value: u32 = 5;
pub const error: u32 = 5;
pub const index: u32 = 5;
pub const element: u32 = 5;
pub const issues: u32 = 5;

pub mod rules {
    pub fn value(number: &u32) -> Result<(), &'static str> {
        if *number == 0 { Err("zero") } else { Ok(()) }
    }

    pub fn issues(number: &u32) -> Result<(), &'static str> {
        value(number)
    }
}

#[model]
pub struct Inner {
    #[garde(inner(range(max = 3)))]
    numbers: Vec<u32>,
}

pub mod functions {
    use super::rules::{issues, value};
    use stagedoor::prelude::*;

    #[model]
    pub struct Checked {
        #[garde(custom(value), custom(issues))]
        number: u32,
        #[garde(inner(custom(value)))]
        numbers: Vec<u32>,
    }

    #[actor]
    pub struct Hall;

    #[actor]
    impl Hall {
        #[method]
        fn add(&mut self, checked: Checked, #[garde(custom(issues), custom(value))] number: u32) {
            drop((checked, number));
        }
    }
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
