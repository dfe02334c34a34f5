//! Which core runs what: the server one, the load generator another.

use std::io;

use nix::sched::{CpuSet, sched_setaffinity};
use nix::unistd::Pid;

/// The core of the servers.
const SERVER: usize = 0;

/// The core of the load generator.
const GENERATOR: usize = 1;

/// Moves this thread to the core of the load generator.
///
/// # Errors
///
/// The machine has one core.
pub(crate) fn take_generator_core() -> io::Result<()> {
    take(GENERATOR..=GENERATOR)
}

/// Runs something on the core of the servers; what it starts stays there.
///
/// # Errors
///
/// A core cannot be had.
pub(crate) fn on_server_core<T>(run: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    take(SERVER..=SERVER)?;
    let outcome = run();
    take_generator_core()?;
    outcome
}

/// Runs something on both cores; what it starts stays there.
///
/// # Errors
///
/// A core cannot be had.
pub(crate) fn on_both_cores<T>(run: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    take(SERVER..=GENERATOR)?;
    let outcome = run();
    take_generator_core()?;
    outcome
}

fn take(cores: impl Iterator<Item = usize>) -> io::Result<()> {
    let mut set = CpuSet::new();
    for core in cores {
        set.set(core)?;
    }
    sched_setaffinity(Pid::from_raw(0), &set)?;
    Ok(())
}
