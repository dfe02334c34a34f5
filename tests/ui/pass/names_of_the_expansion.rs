//! A user's names may be those of the generated code and of the prelude.

#![deny(warnings)]

use stagedoor::{Context, actor};

pub struct Box;
pub struct Result;
pub struct Option;
pub struct Clone;
pub struct Default;
pub struct State;
pub struct Actor;


#[actor]
pub struct Chat {
    patch: u32,
    this: u32,
    slots: u32,
    writer: u32,
    issues: u32,
    new: u32,
    old: u32,
    other: u32,
    from: u32,
    r#type: u32,
}

#[stagedoor::model]
pub struct Inner {
    value: u32,
    #[garde(inner(range(max = 3)))]
    error: Vec<u32>,
}

#[actor]
impl Chat {
    #[method]
    fn call(
        &self,
        turn: u32,
        actor: u32,
        returned: u32,
        lent_0: u32,
        definition: u32,
        r#type: u32,
    ) -> u32 {
        turn + actor + returned + lent_0 + definition + r#type
    }

    #[method]
    async fn run(&mut self, cx: &Context<Self>, context: String, input: u32) -> u32 {
        let _ = (cx, context);
        self.patch + self.old + self.other + self.from + self.r#type + input
    }

    #[method]
    fn all(
        &mut self,
        this: Vec<u32>,
        lent: std::option::Option<Inner>,
        value: u32,
        error: u32,
        issues: u32,
        element: u32,
        index: u32,
        generator: u32,
        slots: u32,
        field: u32,
        source: u32,
        writer: u32,
        serializer: u32,
        #[garde(range(max = 5))] deserializer: u32,
        event: u32,
        operation: u32,
    ) -> std::result::Result<u32, std::fmt::Error> {
        drop((this, lent));
        self.this += self.slots + self.writer + self.issues + self.new;
        Ok(value + error + issues + element + index + generator + slots + field + source + writer
            + serializer + deserializer + event + operation)
    }

    #[on_connect]
    fn on_connect(&mut self, actor: &Context<Chat>) {
        let _ = actor;
    }
}

fn main() {}
