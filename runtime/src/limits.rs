//! [`Limits`]: what one connection and one app may use.

use std::time::Duration;

/// The limits of an app, with defaults that are safe on the open internet.
///
/// Past a limit the sender gets a clear error with the code `overloaded` or
/// `tooLarge`, and others do not notice.
///
/// ```
/// use stagedoor::Limits;
///
/// let limits = Limits { mailbox: 100, ..Limits::default() };
/// assert_eq!(limits.frame_bytes, 1 << 20);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one incoming frame. Default 1 MiB. A WebSocket message past four
    /// times this (and past 1 MiB) is not looked at: it is answered with an error,
    /// and its connection closed with the code 1009.
    pub frame_bytes: usize,
    /// Bytes of an instance's id. Default 256.
    pub id_bytes: usize,
    /// Calls of one connection that are not answered yet. Default 1,024.
    pub calls_in_flight: usize,
    /// Bytes of those calls, counted as the text of their ids and inputs; read, an
    /// input may take more memory than its text. One call alone may have any number.
    /// Default 8 MiB.
    pub calls_in_flight_bytes: usize,
    /// Subscriptions of one connection, events and state counted apart. Default 1,024.
    pub subscriptions: usize,
    /// Live instances in all. Default 1,000,000. Nothing ends an instance by
    /// itself, and whoever connects again may bring about as many as before: an
    /// app that is open to strangers destroys what is not used any more
    /// ([`ActorManager::destroy`](crate::ActorManager::destroy)), or decides who
    /// may connect.
    pub instances: usize,
    /// Live instances that one connection has brought about while it is open.
    /// Default 1,024.
    pub instances_created: usize,
    /// What waits for one instance: calls, subscriptions, and the hooks of
    /// connections that come and go. Past it calls are refused, and subscriptions
    /// that would have to wait; one that can be served at once is, until 1,024 more
    /// than these wait. Default 16,384.
    pub mailbox: usize,
    /// Bytes that wait for one slow connection before it is closed. One frame
    /// counts for half of this at most, so that a large snapshot leaves room for
    /// the patches behind it. Default 8 MiB.
    pub queued_bytes: usize,
    /// How long a shutdown waits for running methods before it cancels them,
    /// and how much longer it waits for each `on_deactivate`. Default 10 s.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_bytes: 1 << 20,
            id_bytes: 256,
            calls_in_flight: 1_024,
            calls_in_flight_bytes: 8 << 20,
            subscriptions: 1_024,
            instances: 1_000_000,
            instances_created: 1_024,
            mailbox: 16_384,
            queued_bytes: 8 << 20,
            drain: Duration::from_secs(10),
        }
    }
}
