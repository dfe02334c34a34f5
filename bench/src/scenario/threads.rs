//! Actors in a process of their own on two threads instead of one: how much more
//! they do.

use std::io;

use super::in_process::{FRAMES, KAMEO, MPSC, RACTOR, STAGEDOOR, measure};
use crate::arguments::Effort;
use crate::outcome::{Case, Outcome, Unit};

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[
        ("times as fast on two threads", Unit::Times),
        ("time each on one", Unit::Seconds),
        ("time each on two", Unit::Seconds),
    ]);
    let case = Case {
        name: "64 callers of one each".to_owned(),
        at: 0.0,
    };
    for _ in 0..effort.rounds() {
        for (kind, label) in [STAGEDOOR, FRAMES, MPSC, KAMEO, RACTOR] {
            let one = measure(kind, "apart-on-one")?;
            let two = measure(kind, "apart")?;
            outcome.add(&case, label, &[one / two, one, two]);
        }
    }
    Ok(outcome)
}
