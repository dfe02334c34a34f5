//! [`Element`]: what elements and values are made of, in a collection and in its
//! model alike.

use std::fmt::Debug;

use proptest::prelude::*;
use stagedoor::{List, Text};

use crate::state::{Post, PostModel};
use crate::text::some_text;

/// The contents of an element, to make it of as often as it is needed.
pub(crate) trait Element: Clone + Debug {
    fn numbered(number: u32) -> Self;

    fn make<T: From<Self>>(&self) -> T {
        self.clone().into()
    }
}

/// What to sort and to choose by; the same for a value and its model.
pub(crate) trait Ranked {
    fn rank(&self) -> u64;
}

macro_rules! ranked {
    ($($Type:ty: $rank:expr;)+) => {$(
        impl Ranked for $Type {
            fn rank(&self) -> u64 {
                let rank: fn(&Self) -> u64 = $rank;
                rank(self)
            }
        }
    )+};
}

ranked! {
    u64: |rank| *rank;
    u32: |number| u64::from(*number);
    String: |text| text.len() as u64;
    Text: |text| text.len() as u64;
    Vec<u32>: |row| row.iter().map(|number| u64::from(*number)).sum();
    List<u32>: |row| row.iter().map(|number| u64::from(*number)).sum();
    Post: |post| u64::from(post.likes);
    PostModel: |post| u64::from(post.likes);
}

impl Element for u32 {
    fn numbered(number: u32) -> Self {
        number
    }
}

impl Element for String {
    fn numbered(number: u32) -> Self {
        format!("number {number}")
    }
}

impl Element for Vec<u32> {
    fn numbered(number: u32) -> Self {
        (0..number % 4).collect()
    }
}

/// The contents of a post.
#[derive(Clone, Debug)]
pub(crate) struct NewPost {
    text: String,
    likes: u32,
}

impl Element for NewPost {
    fn numbered(number: u32) -> Self {
        Self {
            text: "read all about it".to_owned(),
            likes: number,
        }
    }
}

impl From<NewPost> for Post {
    fn from(post: NewPost) -> Self {
        Self {
            text: post.text.into(),
            likes: post.likes,
            marks: Vec::new(),
        }
    }
}

impl From<NewPost> for PostModel {
    fn from(post: NewPost) -> Self {
        Self {
            text: post.text,
            likes: post.likes,
            marks: Vec::new(),
        }
    }
}

/// Numbers out of few, and out of many.
pub(crate) fn number() -> impl Strategy<Value = u32> + Clone {
    prop_oneof![0..5_u32, 0..100_000_u32]
}

pub(crate) fn row() -> impl Strategy<Value = Vec<u32>> + Clone {
    prop::collection::vec(number(), 0..6)
}

pub(crate) fn new_post() -> impl Strategy<Value = NewPost> + Clone {
    let text = prop_oneof![
        3 => some_text(),
        1 => (some_text(), 1..60_usize).prop_map(|(text, times)| text.repeat(times)),
    ];
    (text, number()).prop_map(|(text, likes)| NewPost { text, likes })
}
