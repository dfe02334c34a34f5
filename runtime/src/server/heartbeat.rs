//! [`Heartbeat`]: asks a connection that is silent whether it is there. What is
//! sent, and what silence leads to, is the conversation's.

use std::mem;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// How often a silent connection is asked.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// When to ask, and whether there was an answer.
pub(super) struct Heartbeat {
    ticks: Interval,
    /// Whether anything came since the last tick; pongs count as a sign of life.
    heard: bool,
    ping_is_due: bool,
}

/// Nothing came for too long.
pub(super) struct Silent;

impl Heartbeat {
    pub(super) fn new() -> Self {
        let mut ticks = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            ticks,
            heard: true,
            ping_is_due: false,
        }
    }

    /// Notes a sign of life.
    pub(super) fn hear(&mut self) {
        self.heard = true;
    }

    /// Whether a ping is to be sent.
    pub(super) fn ping_is_due(&self) -> bool {
        self.ping_is_due
    }

    /// Whether a ping is to be sent, which the caller then does.
    pub(super) fn take_ping(&mut self) -> bool {
        mem::take(&mut self.ping_is_due)
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Result<(), Silent> {
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
