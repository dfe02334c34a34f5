//! Constants, statics and types that are named as variables and type parameters
//! of the generated code might be. A pattern that is named like a constant or a
//! static would be that.

#![deny(warnings)]
#![allow(non_upper_case_globals)]

use stagedoor::prelude::*;

macro_rules! values {
    ($kind:ident $($name:ident)*) => { $(pub $kind $name: u32 = 5;)* };
}

values! { const
    actor call changed client context count cx definition deserializer element error event failure
    field from handle hidden id index input inside instance is_hidden issues key lent lent_0 length
    method name new new_0 new_1 new_all new_inner new_its new_number new_numbers new_words old old_0 old_1 old_all
    old_inner old_its old_number old_numbers old_words operation other output parameter patch path place
    probe result returned row same serializer slot slots source state success text this this_0
    this_1 this_all this_inner this_its this_number this_numbers this_words turn value values whole writer
}

pub mod rules {
    pub fn value(number: &u32) -> Result<(), &'static str> {
        if *number == 0 { Err("zero") } else { Ok(()) }
    }

    pub fn issues(number: &u32) -> Result<(), &'static str> {
        value(number)
    }
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

#[model]
pub struct Inner {
    #[garde(inner(range(max = 3), custom(rules::value)))]
    numbers: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
}

#[model(opaque)]
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Whole(u32);

#[model]
pub struct Pair(u32, #[garde(length(max = 3))] String);

#[model(key)]
#[derive(PartialEq, Eq, Hash)]
pub struct Name(String);

#[model]
#[derive(PartialEq, Eq, Hash)]
pub enum Side {
    Left,
    Right,
}

#[model]
#[serde(tag = "t", content = "c")]
pub enum Shape {
    Nothing,
    One(Inner),
    Two(u32, Pair),
    // serde binds such fields by their own names.
    Named { its: Inner, all: Whole },
}

/// Has what type parameters might be called.
#[model]
pub struct E {
    d: Option<D>,
    s: Option<S>,
    w: Option<W>,
}

#[model]
pub struct D {
    #[model(default)]
    s: Vec<S>,
}

#[model]
pub struct S {
    number: u32,
}

#[model]
pub struct W {
    number: u32,
}

#[model]
pub struct Described {
    number: u32,
}

/// Something happened.
#[event]
pub struct Happened {
    inner: Inner,
}

pub struct Lent;

impl FromCall for Lent {
    async fn from_call(_: &Call) -> Result<Self, Denied> {
        Ok(Self)
    }
}

#[actor]
pub struct Chat {
    words: u32,
    #[actor(private, default = value)]
    number: u32,
    names: std::collections::HashMap<Name, Option<Shape>>,
    sides: std::collections::BTreeMap<String, Side>,
    inner: Option<E>,
}

#[actor(events(Happened))]
impl Chat {
    #[method]
    fn add(&mut self, one: Inner, many: u32) -> Result<u32, std::fmt::Error> {
        drop(one.numbers);
        self.words += many + value + error + index + element;
        Ok(self.words)
    }

    #[method]
    async fn tell(&self, to: &Lent, cx_: &Context<Self>, whole_: Input<Inner>) {
        let _ = to;
        cx_.emit(Happened { inner: whole_.0 }).broadcast();
    }

    #[method]
    fn describe(&self, one: Described, #[garde(range(min = 1, max = value))] two: u32) -> E {
        drop((one, two));
        E { d: None, s: None, w: None }
    }

    #[on_connect]
    async fn join(&mut self, cx_: &Context<Self>) -> Result<(), String> {
        let _ = cx_;
        Ok(())
    }
}

pub mod statics {
    use stagedoor::prelude::*;

    values! { static
        actor context definition event field index input issues key lent name new new_0 new_number
        old old_0 old_number operation other patch probe slots source this this_0 this_number
        value writer
    }

    #[model]
    pub enum Shape {
        Nothing,
        One(u32),
        Named { number: u32 },
    }

    #[actor]
    pub struct Chat {
        number: u32,
        shape: Option<Shape>,
    }

    #[actor]
    impl Chat {
        #[method]
        fn add(&mut self, one: u32) -> Result<u32, std::fmt::Error> {
            self.number += one;
            Ok(self.number)
        }
    }
}

fn main() {}
