//! [`Arguments`]: what can be asked for on the command line, and the help that
//! says so. Nothing is done here.

use clap::{Parser, Subcommand};

use crate::address::Address;
use crate::help::{
    CALL_EXAMPLES, EXAMPLES, EXIT_CODES, SCHEMA_EXAMPLES, WATCH_EXAMPLES, WATCH_LINES,
};
use crate::server::Server;
use crate::target::Target;

/// Calls methods, watches state and events, and reads the schema of a server's
/// actors.
///
/// An instance is named by its actor and its id, as in `counter/visits`. It
/// comes into being when it is first used.
#[derive(Debug, Parser)]
#[command(name = "stagedoor", version, after_help = EXAMPLES, after_long_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) server: Server,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Calls a method and prints its result.
    ///
    /// The result is JSON: `null` where a method returns nothing, indented on a
    /// terminal and on one line elsewhere. The error that a method returns goes
    /// to stderr.
    #[command(after_help = CALL_EXAMPLES)]
    Call {
        /// The instance, as in `counter/visits`.
        #[arg(value_name = "ACTOR/ID")]
        target: Target,
        /// The method's name on the wire, as in `sendMessage`.
        method: String,
        /// The method's parameters as a JSON object; `-` reads it from stdin.
        ///
        /// A method without parameters needs none.
        #[arg(value_name = "JSON", allow_negative_numbers = true)]
        input: Option<String>,
    },
    /// Shows the state of an instance, each change of it, and its events.
    ///
    /// It goes on until Ctrl-C and comes back when the connection was lost. It
    /// ends when the instance is destroyed.
    #[command(after_help = WATCH_EXAMPLES, after_long_help = WATCH_LINES)]
    Watch {
        /// The instance, as in `counter/visits`.
        #[arg(value_name = "ACTOR/ID")]
        target: Target,
    },
    /// Prints the schema document: all actors with their state, methods and events.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema {
        /// The server, or its schema document; the server of `--url` if left out.
        #[arg(value_name = "URL")]
        address: Option<Address>,
    },
}
