//! [`Heartbeat`]: asks a connection that is silent whether it is there. What is
//! sent, and what silence leads to, is up to the connection's task.

use std::mem;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// When to ask, and whether there was an answer.
pub(crate) struct Heartbeat {
    ticks: Interval,
    /// Whether anything came since the last tick; pongs count as a sign of life.
    heard: bool,
    ping_is_due: bool,
}

/// Nothing came for too long.
pub(crate) struct Silent;

impl Heartbeat {
    /// A heartbeat that asks so often.
    pub(crate) fn new(interval: Duration) -> Self {
        let mut ticks = interval_at(Instant::now() + interval, interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            ticks,
            heard: true,
            ping_is_due: false,
        }
    }

    /// Notes a sign of life.
    pub(crate) fn hear(&mut self) {
        self.heard = true;
    }

    /// Whether a ping is to be sent.
    #[cfg(feature = "server")]
    pub(crate) fn ping_is_due(&self) -> bool {
        self.ping_is_due
    }

    /// Whether a ping is to be sent, which the caller then does.
    pub(crate) fn take_ping(&mut self) -> bool {
        mem::take(&mut self.ping_is_due)
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Result<(), Silent> {
        while self.ticks.poll_tick(context).is_ready() {
            if !mem::take(&mut self.heard) {
                return Err(Silent);
            }
            self.ping_is_due = true;
            context.waker().wake_by_ref();
        }
        Ok(())
    }
}
