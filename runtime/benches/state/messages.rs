//! Pushing a message onto those of a room.

use std::hint::black_box;

use stagedoor::{List, State, model};

use crate::elapsed::{CYCLE, elapsed};
use crate::ending::Ending;
use crate::measure::Bench;
use crate::number;
use crate::workload::Workload;

/// A message as a chat has it.
#[model]
pub(crate) struct Message {
    text: String,
    from: String,
    sent_at: u64,
}

impl Message {
    pub(crate) fn new(turn: usize) -> Self {
        Self {
            text: format!("message number {turn}, about as long as usual"),
            from: format!("client-{turn:08}"),
            sent_at: 1_700_000_000_000 + turn as u64,
        }
    }
}

#[model]
struct Room<M> {
    topic: String,
    messages: M,
}

/// A sequence that messages are pushed onto.
trait Messages: State + FromIterator<Message> {
    const KIND: &str;

    fn push(&mut self, message: Message);

    fn truncate(&mut self, len: usize);
}

macro_rules! messages {
    ($($name:literal $sequence:ident),+) => {$(
        impl Messages for $sequence<Message> {
            const KIND: &str = $name;

            fn push(&mut self, message: Message) {
                self.push(message);
            }

            fn truncate(&mut self, len: usize) {
                self.truncate(len);
            }
        }
    )+};
}

messages!("Vec" Vec, "List" List);

struct Push<M> {
    len: usize,
    make: fn(usize) -> M,
}

impl<M: Messages> Push<M> {
    /// Pushes onto `len` messages, half a cycle more or less.
    fn onto(len: usize) -> Self {
        Self {
            len: len - CYCLE / 2,
            make: |len| (0..len).map(Message::new).collect(),
        }
    }
}

/// How the tables call a push with no state around it.
pub(crate) const BARE_PUSH: &str = "bare Vec::push";

pub(crate) fn name(len: usize) -> String {
    format!("push onto {} messages", number::count(len))
}

impl<M: Messages> Workload for Push<M>
where
    Room<M>: State,
{
    type State = Room<M>;

    fn name(&self) -> String {
        name(self.len + CYCLE / 2)
    }

    fn kind(&self) -> &'static str {
        M::KIND
    }

    fn start(&self) -> Room<M> {
        Room {
            topic: "everything".to_owned(),
            messages: (self.make)(self.len),
        }
    }

    fn change(&self, room: &mut Room<M>, turn: usize) {
        room.messages.push(Message::new(turn));
    }

    fn reset(&self, room: &mut Room<M>) {
        room.messages.truncate(self.len);
    }
}

pub(crate) fn run(bench: &mut Bench) {
    for len in [100, 1_000, 10_000, 100_000, 1_000_000] {
        bench.workload(&Push::<Vec<Message>>::onto(len));
        bench.workload(&Push::<List<Message>>::onto(len));
        bench.naive(&Push::<Vec<Message>>::onto(len));
    }
    bare_push(bench, 10_000);
}

/// What the others are compared with: the push alone, with no state around it.
fn bare_push(bench: &mut Bench, len: usize) {
    let mut messages: Vec<_> = (0..len).map(Message::new).collect();
    bench.measure(&name(len), BARE_PUSH, Ending::Unfollowed, 0, |calls| {
        let push = |messages: &mut Vec<Message>, turn| {
            messages.push(Message::new(turn));
            black_box(messages);
        };
        elapsed(calls, CYCLE, &mut messages, push, |messages| {
            messages.truncate(len);
        })
    });
}
