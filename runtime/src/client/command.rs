//! What handles ask of the driver, and how they take it back. Not how it is done.

use super::calls::Call;
use super::events::Listener;
use super::instance::Instance;
use super::observer::Observer;
use super::replica::WatchRequest;

/// What a handle asks for. Commands go through a bounded channel: when it and
/// the queue behind it are full, whoever asks waits.
pub(super) enum Command {
    Call(Call),
    Listen {
        instance: Instance,
        listener: Listener,
    },
    Watch {
        instance: Instance,
        request: Box<dyn WatchRequest>,
    },
    Observe {
        instance: Instance,
        observer: Observer,
    },
}

/// What a handle has no more use for. There is at most one for each command and
/// for each gap, which the driver makes itself, so their channel is bounded by
/// the number of things in use.
pub(super) enum Release {
    Call(u64),
    Listener {
        instance: Instance,
        id: u64,
    },
    Watch {
        instance: Instance,
        id: u64,
    },
    Observer {
        instance: Instance,
        id: u64,
    },
    /// A gap in an observer's buffer, which its reader has come to.
    Gap {
        instance: Instance,
        id: u64,
    },
}
