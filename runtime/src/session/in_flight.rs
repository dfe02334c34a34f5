//! [`InFlight`]: how many calls of a connection are not answered yet, and how
//! many bytes they came as. Not the calls themselves.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Limits, Refusal};

/// Both counts in one number, the bytes below the calls, so that a call counts up
/// once and down once.
///
/// A call counts from before its input is read until it is answered, whether it
/// has to wait or not. So a call that is refused costs neither the reading of its
/// input nor the memory, and it does not depend on how busy its instance is at the
/// moment. A call that runs at once has ended before the next is read.
#[derive(Default)]
pub(super) struct InFlight(AtomicU64);

const CALL: u64 = 1 << 40;

/// However high the limits are, neither count runs into the other.
const MOST_CALLS: u64 = 1 << 23;
const MOST_BYTES: u64 = CALL / 2;

impl InFlight {
    /// Counts a call.
    ///
    /// # Errors
    ///
    /// There are too many, or they have too many bytes and this is not the only one.
    pub(super) fn begin(&self, bytes: usize, limits: &Limits) -> Result<(), Refusal> {
        let before = self.0.fetch_add(CALL + bytes as u64, Ordering::Relaxed);
        let (calls, waiting) = (before / CALL, before % CALL);
        let (most_calls, most_bytes) = (limits.calls_in_flight, limits.calls_in_flight_bytes);
        let text = if calls >= MOST_CALLS.min(most_calls as u64) {
            format!("Too many calls in flight on this connection (limit {most_calls})")
        } else if calls > 0 && waiting + bytes as u64 > MOST_BYTES.min(most_bytes as u64) {
            format!("Too many bytes of calls in flight on this connection (limit {most_bytes})")
        } else {
            return Ok(());
        };
        self.end(bytes);
        Err(Refusal::Overloaded(text))
    }

    /// Counts a call no more.
    pub(super) fn end(&self, bytes: usize) {
        self.0.fetch_sub(CALL + bytes as u64, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(calls: usize, bytes: usize) -> Limits {
        Limits {
            calls_in_flight: calls,
            calls_in_flight_bytes: bytes,
            ..Limits::default()
        }
    }

    #[test]
    fn calls_and_bytes_are_limited_apart() {
        let (in_flight, limits) = (InFlight::default(), limits(3, 100));
        let begin = |bytes| in_flight.begin(bytes, &limits).is_ok();
        assert!(begin(60));
        assert!(!begin(41));
        assert!(begin(40));
        assert!(begin(0));
        assert!(!begin(0), "that is one call more");
        in_flight.end(0);
        assert!(!begin(1), "that is one byte more");
        in_flight.end(60);
        assert!(begin(60));
    }

    #[test]
    fn one_call_alone_may_have_any_length() {
        let (in_flight, limits) = (InFlight::default(), limits(3, 100));
        for _ in 0..2 {
            assert!(in_flight.begin(1_000, &limits).is_ok());
            assert!(in_flight.begin(0, &limits).is_err());
            in_flight.end(1_000);
        }
    }

    #[test]
    fn a_limit_may_be_no_limit() {
        let (in_flight, limits) = (InFlight::default(), limits(usize::MAX, usize::MAX));
        let mut begun = 0;
        while in_flight.begin(1 << 30, &limits).is_ok() {
            begun += 1;
        }
        assert_eq!(begun, 512);
        (0..begun).for_each(|_| in_flight.end(1 << 30));
        assert_eq!(in_flight.0.into_inner(), 0);
    }
}
