//! Every rule, on every kind of place that has them.

#![deny(warnings)]

use std::collections::HashMap;

use stagedoor::prelude::*;

const MOST: usize = 5;

#[model]
pub struct Everything {
    #[garde(length(min = 1, max = MOST), ascii, contains("a"))]
    text: String,
    #[garde(length(equal = 2))]
    pair: Vec<u32>,
    #[garde(range(min = -1.5, max = 1.5))]
    share: f64,
    #[garde(range(equal = 5))]
    five: Option<u8>,
    #[garde(required, email)]
    mail: Option<String>,
    #[garde(pattern(r"^\d+$"), prefix("1"), suffix("2"), alphanumeric)]
    digits: String,
    #[garde(ip)]
    address: String,
    #[garde(ipv4)]
    old: String,
    #[garde(ipv6)]
    new: String,
    #[garde(inner(length(max = 3)), length(max = 10))]
    tags: List<String>,
    #[garde(length(max = 2))]
    table: HashMap<String, Inner>,
    #[garde(custom(|text: &str| if text.is_empty() { Err("empty") } else { Ok(()) }))]
    custom: String,
    again: Option<Box<Self>>,
}

#[model]
pub struct Inner(#[garde(length(max = 3))] String);

#[model]
pub struct Page<T> {
    #[garde(length(max = 100))]
    items: Vec<T>,
    #[garde(range(min = 1))]
    number: u32,
}

#[actor]
pub struct Board;

#[actor]
impl Board {
    #[method]
    fn put(&mut self, everything: Everything, page: Page<Inner>, #[garde(email)] r#type: String) {
        drop((everything, page, r#type));
    }
}

fn main() {}
