//! Why a server is not reached, and what to do about it. Not how to reach it.

use std::error::Error;

use stagedoor::client::ConnectError;

use crate::failure::{Exit, Report};

/// How much is shown of what came with an HTTP status.
const LONGEST_BODY: usize = 200;

/// Why there is no connection to a WebSocket.
pub(crate) fn not_connected(url: &str, error: &ConnectError) -> Report {
    match error {
        ConnectError::InvalidUrl { .. } | ConnectError::InvalidHeader(_) => {
            Report::new(Exit::Usage, error.to_string())
        }
        ConnectError::Refused { status, body } => refused(url, *status, body),
        ConnectError::Io(error) => unreachable(url, error),
        ConnectError::Tls(error) => unreachable(url, error),
        _ => Report::new(
            Exit::Unreachable,
            format!("cannot connect to {url}: {error}"),
        )
        .hint("Is this the address of a stagedoor server? See --url."),
    }
}

/// The report of a server that does not answer.
pub(crate) fn unreachable(url: &str, error: &dyn Error) -> Report {
    Report::new(
        Exit::Unreachable,
        format!("cannot connect to {url}: {error}"),
    )
    .hint(if url.starts_with("wss:") || url.starts_with("https:") {
        "Is the server running, does it speak TLS, and is its certificate valid? See --ca-file."
    } else {
        "Is the server running? Name another one with --url or STAGEDOOR_URL."
    })
}

/// The report of a server that answers with an HTTP status.
pub(crate) fn refused(url: &str, status: u16, body: &str) -> Report {
    let report = Report::new(
        Exit::Unreachable,
        format!("{url} answered with the HTTP status {status}"),
    )
    .detail(body.chars().take(LONGEST_BODY).collect::<String>());
    match status {
        401 | 403 => report.hint("Say who you are with --token or --header."),
        _ => {
            report.hint("Is this a stagedoor server, and the path the one that it is nested under?")
        }
    }
}
