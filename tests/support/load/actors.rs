//! [`Turnstile`] and [`Hall`]: what a load calls, in a server whose own actors
//! are not made for that.

use stagedoor::prelude::*;

/// Counts.
#[actor]
#[derive(Debug)]
pub struct Turnstile {
    count: i64,
}

#[actor]
impl Turnstile {
    /// Adds one; the count.
    #[method]
    fn increment(&mut self) -> i64 {
        self.count += 1;
        self.count
    }

    /// The count.
    #[method]
    fn get(&self) -> i64 {
        self.count
    }
}

/// A room that keeps all that is said.
#[actor]
#[derive(Debug)]
pub struct Hall {
    messages: List<Line>,
}

/// Something that was said.
#[model]
#[derive(Debug)]
pub struct Line {
    text: String,
}

/// Something was said.
#[event(name = "message")]
#[derive(Debug)]
pub struct Said(Line);

#[actor(events(Said))]
impl Hall {
    /// Keeps a message, and sends it to everyone who listens.
    #[method]
    fn send_message(&mut self, cx: &Context<Self>, text: String) -> Line {
        let line = Line { text };
        self.messages.push(line.clone());
        cx.emit(Said(line.clone())).broadcast();
        line
    }

    /// All that was said.
    #[method]
    fn get_messages(&self) -> Vec<Line> {
        self.messages.iter().cloned().collect()
    }
}
