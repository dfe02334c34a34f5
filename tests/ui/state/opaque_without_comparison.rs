use stagedoor::prelude::*;

#[derive(Clone, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Settings {
    pub theme: String,
}

#[actor]
pub struct Chat {
    #[actor(opaque)]
    settings: Settings, //~
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

fn main() {}
