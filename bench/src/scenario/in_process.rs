//! Actors in a process of their own, without a socket: one request and its answer,
//! and what an idle actor takes.

use std::io;
use std::process::Command;

use crate::arguments::Effort;
use crate::cores;
use crate::outcome::{Case, Outcome, Unit};
use crate::target;

/// A kind of actors, by what the program calls it and what a reader does.
pub(super) type Kind = (&'static str, &'static str);

pub(super) const STAGEDOOR: Kind = ("stagedoor", "stagedoor");
/// Calls as they come over a connection, from the frame to the frame.
pub(super) const FRAMES: Kind = ("frames", "stagedoor, by frames");
pub(super) const MPSC: Kind = ("mpsc", "tokio mpsc + oneshot");
pub(super) const KAMEO: Kind = ("kameo", "kameo");
pub(super) const RACTOR: Kind = ("ractor", "ractor");
/// Its actors live on one thread.
const ACTIX: Kind = ("actix", "actix");

/// One request and its answer.
pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[("time each", Unit::Seconds)]);
    let threads = [STAGEDOOR, MPSC, KAMEO, RACTOR];
    let all = [STAGEDOOR, MPSC, KAMEO, RACTOR, ACTIX];
    for _ in 0..effort.rounds() {
        compare(&mut outcome, "one", "one caller, one thread", &all)?;
        compare(
            &mut outcome,
            "hot",
            "64 callers of one actor, two threads",
            &threads,
        )?;
        compare(
            &mut outcome,
            "apart",
            "64 callers of one each, two threads",
            &threads,
        )?;
    }
    Ok(outcome)
}

/// The memory of idle actors.
pub(super) fn run_idle(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[("memory each", Unit::Bytes)]);
    let all = [STAGEDOOR, MPSC, KAMEO, RACTOR, ACTIX];
    for _ in 0..effort.rounds() {
        compare(&mut outcome, "idle", "20,000 that were called once", &all)?;
    }
    Ok(outcome)
}

fn compare(outcome: &mut Outcome, name: &str, title: &str, kinds: &[Kind]) -> io::Result<()> {
    let case = Case {
        name: title.to_owned(),
        at: 0.0,
    };
    for (kind, label) in kinds {
        outcome.add(&case, label, &[measure(kind, name)?]);
    }
    Ok(())
}

/// Lets a kind be measured in a process of its own, on both cores.
///
/// # Errors
///
/// It does not run.
pub(super) fn measure(kind: &str, case: &str) -> io::Result<f64> {
    number_of("in_process", &[kind, case])
}

/// The number that one of the programs prints, on both cores.
///
/// # Errors
///
/// It does not run.
pub(super) fn number_of(program: &str, arguments: &[&str]) -> io::Result<f64> {
    let mut command = Command::new(target::directory()?.join(program));
    command.args(arguments);
    let output = cores::on_both_cores(|| command.output())?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| {
        let error = String::from_utf8_lossy(&output.stderr);
        io::Error::other(format!("{program} {}: {error}", arguments.join(" ")))
    })
}
