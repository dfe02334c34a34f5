//! [`NameTag`] and [`Renamed`]: names by rule, and names by hand.

use stagedoor::prelude::*;

/// Named by the rules alone.
#[actor]
pub(crate) struct NameTag {
    sent_at: u64,
    full_name: String,
}

/// A message was written.
#[event]
pub(crate) struct NewMessage {
    sent_at: u64,
    written_by: String,
}

#[actor(events(NewMessage))]
impl NameTag {
    #[method]
    fn ping(&self) {}

    #[method]
    fn send_message(&mut self, cx: &Context<Self>, sent_at: u64, written_by: String) {
        self.sent_at = sent_at;
        self.full_name.clone_from(&written_by);
        cx.emit(NewMessage {
            sent_at,
            written_by,
        })
        .broadcast();
    }
}

/// Named by hand, one by one and all at once.
#[actor(name = "front-desk", rename_all = "snake_case")]
pub(crate) struct Renamed {
    sent_at: u64,
    #[actor(name = "fullName")]
    full_name: String,
}

/// A message was written.
#[event(name = "message/new", rename_all = "kebab-case")]
pub(crate) struct WrittenMessage {
    sent_at: u64,
    #[event(name = "by")]
    written_by: String,
}

#[actor(events(WrittenMessage), rename_all = "snake_case")]
impl Renamed {
    #[method]
    fn ping(&self) {}

    #[method]
    fn send_message(&mut self, cx: &Context<Self>, sent_at: u64, written_by: String) {
        self.sent_at = sent_at;
        self.full_name.clone_from(&written_by);
        cx.emit(WrittenMessage {
            sent_at,
            written_by,
        })
        .broadcast();
    }

    #[method(name = "sayIt")]
    fn say(&self) -> String {
        "said".to_owned()
    }
}
