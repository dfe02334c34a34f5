//! [`closing`]: when a command that goes on forever is to end.

use std::future::pending;
#[cfg(unix)]
use std::io;

/// Why such a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closing {
    /// Ctrl-C, or SIGTERM.
    Asked,
    /// Nobody reads stdout any more. Waiting for the next write to notice would
    /// keep `… | head -1` from ending until something happens.
    Unread,
}

/// Waits until it is time to end.
pub(crate) async fn closing() -> Closing {
    tokio::select! {
        () = interrupt() => Closing::Asked,
        () = terminate() => Closing::Asked,
        () = unread() => Closing::Unread,
    }
}

async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Ctrl-C then does what it does by default, which is to end the program.
        pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};

    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => drop(terminate.recv().await),
        Err(_) => pending().await,
    }
}

#[cfg(unix)]
async fn unread() {
    if lose_reader().await.is_err() {
        pending::<()>().await;
    }
}

/// Fails for a file, which cannot lose its reader and not be waited for.
#[cfg(unix)]
async fn lose_reader() -> io::Result<()> {
    use std::os::fd::AsFd;
    use tokio::io::Interest;
    use tokio::net::unix::pipe::Sender;

    // Unchecked, because checking would make stdout non-blocking, also for those
    // who share it.
    let stdout = io::stdout().as_fd().try_clone_to_owned()?;
    let stdout = Sender::from_owned_fd_unchecked(stdout)?;
    stdout.ready(Interest::ERROR).await?;
    Ok(())
}

#[cfg(not(unix))]
async fn terminate() {
    pending().await
}

#[cfg(not(unix))]
async fn unread() {
    pending().await
}
