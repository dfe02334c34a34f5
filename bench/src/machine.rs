//! [`Machine`]: where the numbers were measured.

use std::fs;
use std::io;
use std::process::Command;
use std::thread::available_parallelism;

use serde::Serialize;

/// What a reader has to know to compare the numbers with others.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) processor: String,
    pub(crate) cores: usize,
    pub(crate) kernel: String,
    pub(crate) compiler: String,
    /// How many programs wanted to run, on the average of the last minute.
    pub(crate) load: String,
}

impl Machine {
    /// Looks at this machine.
    ///
    /// # Errors
    ///
    /// It does not say what it is.
    pub(crate) fn look() -> io::Result<Self> {
        let processors = fs::read_to_string("/proc/cpuinfo")?;
        let name = processors
            .lines()
            .find_map(|line| line.strip_prefix("model name"));
        let load = fs::read_to_string("/proc/loadavg")?;
        Ok(Self {
            processor: name
                .map_or("unknown", |name| name.trim_matches([' ', '\t', ':']))
                .to_owned(),
            cores: available_parallelism()?.get(),
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")?
                .trim()
                .to_owned(),
            compiler: compiler()?,
            load: load.split(' ').next().unwrap_or_default().to_owned(),
        })
    }
}

fn compiler() -> io::Result<String> {
    let output = Command::new("rustc").arg("--version").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
