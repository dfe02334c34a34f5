//! What one call costs, in instructions and in allocations. Unlike times, both
//! are nearly the same on every run, so that a regression shows.
//!
//! ```text
//! cargo run --release -p stagedoor-cost               # fails if it is off what is recorded
//! cargo run --release -p stagedoor-cost -- --record   # records what it is now
//! ```
//!
//! ```text
//! main          measures, and compares or records
//!   recorded      the file that is kept in git
//!   callgrind     instructions, by running this program under valgrind
//!   calls         the calls themselves
//! ```

mod callgrind;
mod calls;
mod recorded;

use std::alloc::System;
use std::error::Error;
use std::process::ExitCode;

use calls::{Calls, Path};
use recorded::Cost;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Calls before anything is counted, so that buffers have grown.
const WARM_UP: u64 = 1_000;

/// How many calls' allocations are counted.
const COUNTED: u64 = 10_000;

/// How far a cost may be off what is recorded.
const TOLERANCE: f64 = 0.1;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        [] => check(),
        ["--record"] => {
            recorded::write(&measure()?)?;
            Ok(ExitCode::SUCCESS)
        }
        [callgrind::RUN, path, count] => {
            let path = Path::named(path).ok_or("no such path")?;
            // Ending the app is no part of its calls.
            let calls = Box::leak(Box::new(Calls::new(path)?));
            calls.run(count.parse()?);
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprintln!("usage: stagedoor-cost [--record]");
            Ok(ExitCode::from(2))
        }
    }
}

/// Fails if a cost is off what is recorded, whether it rose or fell: what fell is
/// recorded anew, or the next rise would go unseen.
fn check() -> Result<ExitCode, Box<dyn Error>> {
    let recorded = recorded::read()?;
    let measured = measure()?;
    if recorded.len() != measured.len() {
        return Err("other paths are recorded than are measured".into());
    }
    let mut exit = ExitCode::SUCCESS;
    for (now, before) in measured.iter().zip(&recorded) {
        if !now.is_within(TOLERANCE, before) {
            eprintln!("{now}: more than 10 % off what is recorded: {before}");
            exit = ExitCode::FAILURE;
        }
    }
    Ok(exit)
}

fn measure() -> Result<Vec<Cost>, Box<dyn Error>> {
    let mut costs = Vec::new();
    for path in Path::ALL {
        let cost = Cost {
            path: path.name().to_owned(),
            instructions: callgrind::instructions(path)?,
            allocations: allocations(path)?,
        };
        println!("{cost}");
        costs.push(cost);
    }
    Ok(costs)
}

/// The allocations of each call, growths of a block among them.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts stay far below the 52 bits of a float"
)]
fn allocations(path: Path) -> Result<f64, Box<dyn Error>> {
    let calls = Calls::new(path)?;
    calls.run(WARM_UP);
    let region = Region::new(ALLOCATOR);
    calls.run(COUNTED);
    let change = region.change();
    let count = change.allocations + change.reallocations;
    Ok(count as f64 / COUNTED as f64)
}
