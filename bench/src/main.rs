//! Measures stagedoor over sockets and in the process, beside what else there is:
//! `cargo run --release -p stagedoor-bench`.
//!
//! ```text
//! main           what is asked for, one scenario after the other
//!   report         JSON, tables and plots
//!   scenario       what is measured; one file each
//!     outcome        the numbers, round by round
//!     generator      clients and their load, on one thread
//!       dialect        what is said to a server
//!     server         a server in a process of its own; target: which ones
//!       cores, open_files, machine
//! ```

mod arguments;
mod cores;
mod dialect;
mod generator;
mod machine;
mod open_files;
mod outcome;
mod report;
mod scenario;
mod server;
mod target;

use std::io;
use std::process::{Command, ExitCode};

use arguments::{Arguments, Effort, HELP, HelpAsked};
use machine::Machine;
use scenario::Scenario;

fn main() -> io::Result<ExitCode> {
    match Arguments::parse(std::env::args().skip(1)) {
        Ok(Ok(arguments)) => measure(&arguments)?,
        Ok(Err(HelpAsked)) => help(),
        Err(mistake) => {
            eprintln!("{mistake}; see --help");
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn help() {
    print!("{HELP}");
    for scenario in Scenario::ALL {
        println!("  {:<12} {}", scenario.name(), scenario.title());
    }
}

fn measure(arguments: &Arguments) -> io::Result<()> {
    let machine = Machine::look()?;
    build_servers()?;
    open_files::allow()?;
    cores::take_generator_core()?;
    for scenario in &arguments.scenarios {
        println!("\n## {}\n", scenario.title());
        let outcome = scenario.run(arguments.effort)?;
        print!("{}", report::table(*scenario, &outcome));
        if arguments.effort == Effort::Thorough {
            report::write(&machine, *scenario, &outcome)?;
        }
    }
    Ok(())
}

/// Builds what is measured: the reference actors' server, which is an example of
/// another package, and the other programs of this one. `cargo run` builds neither,
/// and old ones would be measured without a word.
fn build_servers() -> io::Result<()> {
    build(&["--example", "bench_server"])?;
    build(&["--package", env!("CARGO_PKG_NAME"), "--bins"])
}

fn build(what: &[&str]) -> io::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--locked", "--quiet"]);
    build.args(what).current_dir(report::repository());
    if build.status()?.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("cannot build {}", what.join(" "))))
    }
}
