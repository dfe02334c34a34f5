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
    old: u32,
    other: u32,
    from: u32,
    r#type: u32,
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

    #[on_connect]
    fn on_connect(&mut self, actor: &Context<Chat>) {
        let _ = actor;
    }
}

fn main() {}
