use stagedoor::prelude::*;

pub struct Chat {
    topic: String,
}

#[actor]
impl Chat { //~
    #[method]
    fn topic(&self) -> String {
        self.topic.clone()
    }

    #[method]
    fn set_topic(&mut self, cx: &Context<Self>, topic: String) {
        let _ = cx;
        self.topic = topic;
    }

    #[on_connect]
    fn join(&mut self, cx: &Context<Self>) {
        let _ = cx;
    }
}

fn main() {}
