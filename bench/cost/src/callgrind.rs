//! Counts instructions by running this program under `valgrind --tool=callgrind`.

use std::error::Error;
use std::process::Command;

use crate::calls::Path;

/// The argument that asks for calls and nothing else.
pub(crate) const RUN: &str = "--run";

/// The calls of two runs. What they differ by is free of start and end.
const FEW: u64 = 1_000;
const MANY: u64 = 11_000;

/// The instructions of each call.
///
/// # Errors
///
/// There is no valgrind, or the calls fail.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts stay far below the 52 bits of a float"
)]
pub(crate) fn instructions(path: Path) -> Result<f64, Box<dyn Error>> {
    let more = collected(path, MANY)?.checked_sub(collected(path, FEW)?);
    let more = more.ok_or("more calls took fewer instructions")?;
    Ok(more as f64 / (MANY - FEW) as f64)
}

/// All instructions of a run with so many calls.
fn collected(path: Path, count: u64) -> Result<u64, Box<dyn Error>> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.arg(std::env::current_exe()?);
    command.args([RUN, path.name(), &count.to_string()]);
    let output = command
        .output()
        .map_err(|error| format!("valgrind cannot be run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    match collected {
        Some((_, number)) if output.status.success() => Ok(number.trim().parse()?),
        _ => Err(format!("the calls fail under valgrind:\n{said}").into()),
    }
}
