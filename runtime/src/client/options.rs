//! [`Options`]: how a client behaves. Not where it connects to.

use std::time::Duration;

/// What a [`ClientBuilder`](super::ClientBuilder) has collected.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) connect_timeout: Option<Duration>,
    pub(super) call_timeout: Option<Duration>,
    pub(super) reconnect: Option<BackoffRange>,
    pub(super) ping_interval: Option<Duration>,
    pub(super) event_buffer: usize,
    pub(super) outgoing_queue: usize,
    pub(super) largest_outgoing: usize,
    pub(super) largest_incoming: usize,
}

/// The first and the longest delay before an attempt to reconnect.
#[derive(Clone, Copy, Debug)]
pub(super) struct BackoffRange {
    pub(super) first: Duration,
    pub(super) longest: Duration,
}

impl Default for BackoffRange {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(250),
            longest: Duration::from_secs(2),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Some(Duration::from_secs(10)),
            call_timeout: Some(Duration::from_secs(10)),
            reconnect: Some(BackoffRange::default()),
            ping_interval: Some(Duration::from_secs(15)),
            event_buffer: 1_024,
            outgoing_queue: 1_024,
            largest_outgoing: 1 << 20,
            largest_incoming: 64 << 20,
        }
    }
}
