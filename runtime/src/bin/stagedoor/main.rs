//! `stagedoor`: a server's actors on the command line. Each command is a
//! module; what a server is and does is the library's client to know.

mod arguments;
mod help;

mod call;
mod schema;
mod watch;

mod address;
mod authorities;
mod input;
mod reaching;
mod server;
mod target;

mod closing;
mod failure;
mod json;
mod output;
mod rendering;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use failure::Failure;

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        // Whoever reads the output has seen enough, as `head` does.
        Ok(()) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Told(report)) => {
            report.print();
            report.exit().into()
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    let server = arguments.server;
    match arguments.command {
        Command::Call {
            target,
            method,
            input,
        } => call::run(&server, &target, &method, input.as_deref()),
        Command::Watch { target } => watch::run(&server, &target),
        Command::Schema { address } => schema::run(&server, address.as_ref()),
    }
}
