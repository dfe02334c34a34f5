//! [`Failure`]: why a command does not succeed, told to a person on stderr and
//! to a program by the exit code.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use crate::json::visible;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

/// Why a command ends before it is done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody reads the output any more, which is nothing to complain about.
    ClosedPipe,
    /// Something that is to be told.
    Told(Box<Report>),
}

/// The exit codes besides 0. The help lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Failed = 1,
    Usage = 2,
    Unreachable = 3,
    Unanswered = 4,
}

/// What went wrong, the circumstances, and what to do about it.
#[derive(Debug)]
pub(crate) struct Report {
    exit: Exit,
    message: String,
    details: Vec<String>,
    hint: Option<String>,
}

impl Report {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            details: Vec::new(),
            hint: None,
        }
    }

    /// Adds a circumstance, if there is anything to say.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        if !detail.is_empty() {
            self.details.push(detail);
        }
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    pub(crate) fn print(&self) {
        // There is nobody else to tell.
        let _ = anstream::stderr().write_all(self.text().as_bytes());
    }

    fn text(&self) -> String {
        let mut message = self.message.lines();
        let first = visible(message.next().unwrap_or_default());
        let mut text = format!("{ERROR}error:{ERROR:#} {first}\n");
        let details = self.details.iter().flat_map(|detail| detail.lines());
        for line in message.chain(details) {
            // Writing to a string succeeds.
            let _ = writeln!(text, "  {}", visible(line));
        }
        if let Some(hint) = &self.hint {
            let _ = writeln!(text, "{HINT}hint:{HINT:#} {}", visible(hint));
        }
        text
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::Told(Box::new(report))
    }
}

/// The output cannot be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Report::new(
            Exit::Failed,
            format!("the output cannot be written: {error}"),
        )
        .into()
    }
}
