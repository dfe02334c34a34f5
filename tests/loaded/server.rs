//! [`Server`]: the example `bench_server` as a process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};

use support::DEADLINE;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// A process that is killed when a test fails.
pub(crate) struct Server {
    process: Running,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Serves on a free port, with a thread for each core.
    pub(crate) fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bench_server"));
        command.arg("0").stdout(Stdio::piped());
        let mut process = Running(command.spawn().expect("the program is built"));
        let output = process.0.stdout.take().expect("the output is piped");
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line);
        read.expect("it tells where it listens");
        let address = line.trim().strip_prefix("ws://");
        let address = address.and_then(|rest| rest.strip_suffix('/')?.parse().ok());
        Self {
            process,
            address: address.unwrap_or_else(|| panic!("no address: {line}")),
        }
    }

    /// Asks it to end.
    pub(crate) fn terminate(&self) {
        let id = self.process.0.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status();
        assert!(killed.expect("`kill` is there").success());
    }

    /// Asks it to end, and waits until it has.
    pub(crate) async fn stop(self) -> ExitStatus {
        self.terminate();
        self.ended().await
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(mut self) -> ExitStatus {
        let ended = spawn_blocking(move || self.process.0.wait());
        let ended = timeout(DEADLINE, ended).await.expect("it ends");
        let ended = ended.expect("waiting does not panic");
        ended.expect("it is our process")
    }
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, unless a test has failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
