//! [`Target`]: what is measured, stagedoor and what stands beside it.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use crate::dialect::Dialect;

/// A server that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Stagedoor,
    /// A bare server on the WebSocket that stagedoor uses.
    Axum,
    Tungstenite,
    Fastwebsockets,
    TokioWebsockets,
    Jsonrpsee,
}

impl Target {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Stagedoor => "stagedoor",
            Self::Axum => "axum",
            Self::Tungstenite => "tokio-tungstenite",
            Self::Fastwebsockets => "fastwebsockets",
            Self::TokioWebsockets => "tokio-websockets",
            Self::Jsonrpsee => "jsonrpsee",
        }
    }

    /// How a reader is told of it.
    pub(crate) fn label(self) -> String {
        match self {
            Self::Stagedoor | Self::Jsonrpsee => self.name().to_owned(),
            bare => format!("bare {}", bare.name()),
        }
    }

    pub(crate) fn dialect(self) -> Dialect {
        match self {
            Self::Jsonrpsee => Dialect::JsonRpc,
            _ => Dialect::Stagedoor,
        }
    }

    /// The command that serves at a free port, with one worker thread.
    pub(crate) fn command(self) -> io::Result<Command> {
        let directory = directory()?;
        let mut command = if self == Self::Stagedoor {
            Command::new(directory.join("examples/bench_server"))
        } else {
            let mut command = Command::new(directory.join("bare"));
            command.arg(self.name());
            command
        };
        command.args(["0", "--threads", "1"]);
        Ok(command)
    }
}

/// Where this program is, and with it the servers.
pub(crate) fn directory() -> io::Result<PathBuf> {
    let mut path = std::env::current_exe()?;
    path.pop();
    Ok(path)
}
