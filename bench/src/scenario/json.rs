//! JSON libraries on the path of one call: its frame and its input are read, and
//! its answer is written.

use std::io;

use super::in_process::number_of;
use crate::arguments::Effort;
use crate::outcome::{Case, Outcome, Unit};

const LIBRARIES: [&str; 3] = ["serde_json", "sonic-rs", "simd-json"];

/// Calls, by what the program calls them and what a reader does.
const CALLS: [(&str, &str); 3] = [
    ("add", "counter.add"),
    ("text", "10 KB of text"),
    ("nested", "10 KB of nested objects"),
];

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[("time each", Unit::Seconds)]);
    for (call, title) in CALLS {
        let case = Case {
            name: title.to_owned(),
            at: 0.0,
        };
        for _ in 0..effort.rounds() {
            for library in LIBRARIES {
                outcome.add(&case, library, &[number_of("json", &[library, call])?]);
            }
        }
    }
    Ok(outcome)
}
