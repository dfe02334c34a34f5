//! What a state costs in memory: `cargo bench -p stagedoor --bench memory`.
//!
//! Counts the bytes that are asked of the allocator, not what it adds to them.
//! An instance holds its state twice, as methods change it and as it has been
//! published, so the two together are measured as well.

mod instances;
mod row;

use std::collections::{BTreeMap, HashMap, VecDeque};

use stagedoor::{List, Map, Text, model};

use row::row;

/// The elements of each collection; the bytes of each text.
const LEN: usize = 100_000;

/// A message as a chat has it.
#[model]
struct Message {
    text: String,
    from: String,
    sent_at: u64,
}

impl Message {
    /// Its texts have no spare capacity.
    fn new(turn: u64) -> Self {
        Self {
            text: "a message of fifty bytes, as long as messages are.".to_owned(),
            from: "client-00000042".to_owned(),
            sent_at: turn,
        }
    }
}

fn main() {
    println!("Bytes per element of {LEN}.\n");
    println!("| type | alone | in an instance |\n| --- | ---: | ---: |");
    sequences();
    maps();
    row::<String>("String, per byte", text);
    row::<Text>("Text, per byte", || text().into());
    instances::run();
}

fn sequences() {
    row::<Vec<u64>>("Vec<u64>", || numbers().collect());
    row::<VecDeque<u64>>("VecDeque<u64>", || numbers().collect());
    row::<List<u64>>("List<u64>", || numbers().collect());
    row::<Vec<Message>>("Vec<Message>", || messages().collect());
    row::<VecDeque<Message>>("VecDeque<Message>", || messages().collect());
    row::<List<Message>>("List<Message>", || messages().collect());
}

fn maps() {
    row::<BTreeMap<_, u64>>("BTreeMap<String, u64>", || keys().zip(numbers()).collect());
    row::<HashMap<_, u64>>("HashMap<String, u64>", || keys().zip(numbers()).collect());
    row::<Map<_, u64>>("Map<String, u64>", || keys().zip(numbers()).collect());
    row::<BTreeMap<_, Message>>("BTreeMap<String, Message>", || {
        keys().zip(messages()).collect()
    });
    row::<HashMap<_, Message>>("HashMap<String, Message>", || {
        keys().zip(messages()).collect()
    });
    row::<Map<_, Message>>("Map<String, Message>", || keys().zip(messages()).collect());
}

fn numbers() -> impl Iterator<Item = u64> {
    0..LEN as u64
}

fn messages() -> impl Iterator<Item = Message> {
    numbers().map(Message::new)
}

fn keys() -> impl Iterator<Item = String> {
    numbers().map(|number| format!("key-{number:08}").as_str().to_owned())
}

fn text() -> String {
    "abcdefghi\n".repeat(LEN / 10)
}
