//! [`Program`]: one run of `stagedoor`.

use std::process::{Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::soon;

/// How a run ended, and what it wrote.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A run that goes on.
pub(crate) struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

/// A command with these arguments, and nothing of this environment.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stagedoor"));
    command
        .args(arguments)
        .env_clear()
        .env("TERM", "xterm-256color")
        .kill_on_drop(true)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs to the end.
pub(crate) fn stagedoor(arguments: &[&str]) -> impl Future<Output = Run> + use<> {
    let mut command = command(arguments);
    async move { finish(&mut command).await }
}

/// Runs a command to the end.
pub(crate) async fn finish(command: &mut Command) -> Run {
    let child = command.spawn().expect("it runs");
    let output = soon("the end of the program", child.wait_with_output()).await;
    Run::from(output.expect("the program can be run"))
}

/// Runs to the end with this on stdin.
pub(crate) async fn stagedoor_with(arguments: &[&str], stdin: &[u8]) -> Run {
    let mut command = command(arguments);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it runs");
    let mut pipe = child.stdin.take().expect("there is a pipe");
    pipe.write_all(stdin).await.expect("it is read");
    drop(pipe);
    let output = soon("the end of the program", child.wait_with_output()).await;
    Run::from(output.expect("the program can be run"))
}

impl Program {
    /// Starts a run whose output is to be read.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).spawn().expect("it runs");
        let stdout = child.stdout.take().expect("there is a pipe");
        Self {
            child,
            lines: BufReader::new(stdout).lines(),
        }
    }

    /// The next line of the output, which is JSON.
    pub(crate) async fn next(&mut self) -> Value {
        let line = self.next_line().await.expect("it goes on");
        serde_json::from_str(&line).expect("a line is JSON")
    }

    /// The next line of the output; none at its end.
    pub(crate) async fn next_line(&mut self) -> Option<String> {
        let line = soon("a line", self.lines.next_line()).await;
        line.expect("it is text")
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let id = self.child.id().expect("it runs");
        let id = Pid::from_raw(i32::try_from(id).expect("it fits"));
        kill_process(id.expect("it is not 0"), signal).expect("it runs");
    }

    /// Waits for the end; the output is what was not read yet.
    pub(crate) async fn end(mut self) -> Run {
        let mut stdout = String::new();
        while let Some(line) = self.next_line().await {
            stdout.push_str(&line);
            stdout.push('\n');
        }
        let mut run = self.abandon().await;
        run.stdout = stdout;
        run
    }

    /// Waits for the end without reading the output any more.
    pub(crate) async fn abandon(self) -> Run {
        drop(self.lines);
        let output = soon("the end of the program", self.child.wait_with_output()).await;
        Run::from(output.expect("the program runs"))
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("it is text"),
            stderr: String::from_utf8(output.stderr).expect("it is text"),
        }
    }
}
