//! [`Output`]: where results go, and who reads them there.

use std::io::{self, IsTerminal, Write};

/// Stdout.
pub(crate) struct Output {
    stream: anstream::Stdout,
    reader: Reader,
}

/// Who reads the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A person, on a terminal.
    Person,
    /// A program, through a pipe or a file.
    Program,
}

impl Output {
    pub(crate) fn open() -> Self {
        let reader = if io::stdout().is_terminal() {
            Reader::Person
        } else {
            Reader::Program
        };
        Self {
            stream: anstream::stdout(),
            reader,
        }
    }

    pub(crate) fn reader(&self) -> Reader {
        self.reader
    }

    /// Writes a line, or several; colours are left out where they are not wanted.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(format!("{text}\n").as_bytes())?;
        self.stream.flush()
    }
}
