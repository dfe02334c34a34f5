//! [`Rate`]: what is told of a load that a server answers as fast as it can.

use std::io;
use std::time::Duration;

use crate::generator::Load;
use crate::outcome::Unit;
use crate::server::Server;

/// The measures of most scenarios.
pub(super) struct Rate;

impl Rate {
    pub(super) const MEASURES: [(&'static str, Unit); 4] = [
        ("per second", Unit::PerSecond),
        ("processor time each", Unit::Seconds),
        ("median latency", Unit::Seconds),
        ("99 % within", Unit::Seconds),
    ];

    /// Puts a load on a server; the numbers of [`Rate::MEASURES`].
    ///
    /// # Errors
    ///
    /// The load failed.
    pub(super) fn measure(
        server: &Server,
        load: impl FnOnce() -> io::Result<Load>,
    ) -> io::Result<[f64; 4]> {
        let (load, used) = processor_time(server, load)?;
        Ok([
            load.per_second(),
            each(used, &load),
            load.quantile(0.5).as_secs_f64(),
            load.quantile(0.99).as_secs_f64(),
        ])
    }
}

/// Puts a load on a server, and tells the processor time that it took.
///
/// # Errors
///
/// The load failed.
pub(super) fn processor_time(
    server: &Server,
    load: impl FnOnce() -> io::Result<Load>,
) -> io::Result<(Load, Duration)> {
    let before = server.processor_time()?;
    let load = load()?;
    let used = server.processor_time()?.saturating_sub(before);
    Ok((load, used))
}

/// The part of a time that each of the load took, in seconds.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts stay far below the 52 bits of a float"
)]
pub(super) fn each(time: Duration, load: &Load) -> f64 {
    time.as_secs_f64() / load.count() as f64
}
