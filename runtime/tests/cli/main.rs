//! The program `stagedoor`: the real binary, run against a real server or one
//! that is played by hand. What its help promises is tested here.
#![cfg(unix)]

mod call;
mod encrypted;
mod schema;
mod terminal;
mod usage;
mod watch;

mod authority;
mod fake;
mod fixture;
mod program;
mod screen;

use std::time::Duration;

/// Awaits what must not take long.
async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let output = tokio::time::timeout(Duration::from_secs(20), future).await;
    output.unwrap_or_else(|_| panic!("{what} does not come"))
}
