use stagedoor::prelude::*;

#[derive(Clone, Default)]
pub struct Settings {
    pub theme: String,
}

#[actor]
pub struct Chat {
    topic: String,
    settings: Settings, //~
}

#[actor]
impl Chat {
    #[method]
    fn topic(&self) {}
}

#[model]
pub struct Message {
    settings: Vec<Settings>, //~
}

pub async fn topic(app: &App) {
    let _ = app.actor::<Chat>("general").topic().await;
}

fn main() {}
