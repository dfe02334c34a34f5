//! A module without a prelude.
#![no_implicit_prelude]

use ::stage::{Context, actor, event, model};
// Where a state has defaults, schemars takes this one for granted.
use ::std::option::Option::Some;
use ::std::string::String;
use ::std::vec::Vec;

/// A model.
#[model]
pub struct Message {
    /// Its text.
    pub text: String,
    /// How many like it.
    #[garde(range(max = 5))]
    pub likes: u32,
}

/// A kind.
#[model]
pub enum Kind {
    /// One without fields.
    Plain,
    /// One with a name.
    Named {
        /// The name.
        name: String,
    },
    /// One that wraps.
    Wrapping(u32),
}

/// A generic model.
#[model]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// What comes next.
    pub next: ::std::option::Option<T>,
}

/// An event.
#[event]
pub struct Posted {
    /// What.
    pub text: String,
}

/// A chat room.
#[actor]
pub struct Chat {
    #[actor(default = 5)]
    count: u32,
    topic: ::std::option::Option<String>,
}

#[actor(events(Posted))]
impl Chat {
    /// Sends something.
    ///
    /// # Errors
    ///
    /// Never.
    #[method]
    pub fn send(
        &mut self,
        cx: &Context<Self>,
        page: Page<Message>,
        kind: Kind,
        #[garde(length(max = 5))] text: String,
    ) -> ::std::result::Result<Vec<Message>, String> {
        if let Kind::Wrapping(count) = kind {
            self.count += count;
        }
        cx.emit(Posted {
            text: ::std::clone::Clone::clone(&text),
        })
        .broadcast();
        self.count += 1;
        self.topic = Some(text);
        ::std::result::Result::Ok(page.items)
    }

    #[on_connect]
    fn join(&mut self) {
        self.count += 1;
    }
}
