//! [`Load`]: what came of a load on a server, as its clients saw it.

use std::io;
use std::time::Duration;

use hdrhistogram::Histogram;
use memchr::memmem;

/// The longest latency that is told from longer ones: a minute.
const LONGEST: u64 = 60_000_000_000;

/// How many things happened, and how long each took.
pub(crate) struct Load {
    /// In nanoseconds.
    latency: Histogram<u64>,
    pub(crate) elapsed: Duration,
    failure: Option<String>,
}

impl Load {
    pub(crate) fn new() -> Self {
        let latency = Histogram::new_with_bounds(1, LONGEST, 3);
        Self {
            latency: latency.expect("the bounds are in order"),
            elapsed: Duration::ZERO,
            failure: None,
        }
    }

    /// Notes that something has happened, and how long it took.
    pub(crate) fn note(&mut self, took: Duration) {
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(LONGEST);
        self.latency.saturating_record(nanoseconds);
    }

    /// Notes a text that was not waited for: one that tells of an error fails the load.
    pub(crate) fn note_other(&mut self, text: &[u8]) {
        if memmem::find(text, br#""error""#).is_some() {
            self.fail(&String::from_utf8_lossy(text));
        }
    }

    pub(crate) fn fail(&mut self, why: &str) {
        self.failure.get_or_insert_with(|| why.to_owned());
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// Ends the load after so long.
    ///
    /// # Errors
    ///
    /// Why it failed.
    pub(crate) fn finish(mut self, elapsed: Duration) -> io::Result<Self> {
        self.elapsed = elapsed;
        match self.failure.take() {
            Some(failure) => Err(io::Error::other(failure)),
            None => Ok(self),
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.latency.len()
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "counts stay far below the 52 bits of a float"
    )]
    pub(crate) fn per_second(&self) -> f64 {
        self.count() as f64 / self.elapsed.as_secs_f64()
    }

    /// The time within which this share of it happened.
    pub(crate) fn quantile(&self, share: f64) -> Duration {
        Duration::from_nanos(self.latency.value_at_quantile(share))
    }

    pub(crate) fn longest(&self) -> Duration {
        Duration::from_nanos(self.latency.max())
    }
}
