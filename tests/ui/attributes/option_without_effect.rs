use stagedoor::prelude::*;

#[model(opaque)]
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Message {
    #[model(name = "body")] //~
    text: String,
}

#[model(rename_all = "snake_case")] //~
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Point {
    x: f64,
}

fn main() {}
