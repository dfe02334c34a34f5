//! How many files, and so sockets, may be open.

use std::io;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// What the largest scenario needs: 10,000 sockets, and some more.
const NEEDED: u64 = 12_000;

/// Allows as many open files as the scenarios need, here and in the servers.
///
/// # Errors
///
/// The system does not allow it.
pub(crate) fn allow() -> io::Result<()> {
    let (now, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    if now >= NEEDED {
        return Ok(());
    }
    setrlimit(Resource::RLIMIT_NOFILE, NEEDED, most.max(NEEDED)).map_err(|error| {
        let text = format!("{NEEDED} open files are needed (`ulimit -Hn {NEEDED}`): {error}");
        io::Error::other(text)
    })
}
