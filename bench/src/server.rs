//! [`Server`]: a server in a process of its own, and what it uses.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};
use std::time::Duration;

use nix::time::{ClockId, clock_getcpuclockid};
use nix::unistd::Pid;

use crate::cores;
use crate::target::Target;

/// A server that runs until it is dropped.
pub(crate) struct Server {
    process: Child,
    clock: ClockId,
    pub(crate) target: Target,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts a server with one worker thread on the core of the servers.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub(crate) fn start(target: Target) -> io::Result<Self> {
        let mut command = target.command()?;
        command.stdout(Stdio::piped());
        let mut process = cores::on_server_core(|| command.spawn())?;
        let output = process.stdout.take().expect("the output is piped");
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line
            .trim()
            .trim_start_matches("ws://")
            .trim_end_matches('/');
        let address = address.parse().map_err(io::Error::other)?;
        let pid = i32::try_from(process.id()).map_err(io::Error::other)?;
        Ok(Self {
            clock: clock_getcpuclockid(Pid::from_raw(pid))?,
            process,
            target,
            address,
        })
    }

    /// Starts one server of each target.
    ///
    /// # Errors
    ///
    /// One does not start.
    pub(crate) fn start_all(targets: &[Target]) -> io::Result<Vec<Self>> {
        targets.iter().map(|target| Self::start(*target)).collect()
    }

    /// The processor time that the server has used so far: exactly, where
    /// `/proc/PID/stat` counts hundredths of a second.
    ///
    /// # Errors
    ///
    /// It has ended.
    pub(crate) fn processor_time(&self) -> io::Result<Duration> {
        Ok(self.clock.now()?.into())
    }

    /// The memory that the server has in use.
    ///
    /// # Errors
    ///
    /// It has ended.
    pub(crate) fn resident_bytes(&self) -> io::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = resident.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        let bytes = kibibytes.map(|kibibytes: u64| kibibytes << 10);
        bytes.ok_or_else(|| io::Error::other("/proc does not tell the memory in use"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing is lost with it, and it is waited for.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
