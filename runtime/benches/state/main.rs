//! What a call on a state costs: `cargo bench -p stagedoor --bench state`.
//!
//! Criterion measures and prints each case; after the last one come a table of
//! all that was measured, in time and bytes per call, and the ratios that
//! matter, computed from the same run. An argument filters the cases by name.
//! What the state costs in memory is the benchmark `memory`.

mod elapsed;
mod ending;
mod lane;
mod measure;
mod number;
mod report;
mod workload;

mod entries;
mod messages;
mod small;
mod texts;

mod whole_call;

use std::time::Duration;

use criterion::Criterion;

use measure::Bench;

fn main() {
    let criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .sample_size(50)
        .without_plots()
        .configure_from_args();
    let mut bench = Bench::new(criterion);
    small::run(&mut bench);
    messages::run(&mut bench);
    entries::run(&mut bench);
    texts::run(&mut bench);
    whole_call::run(&mut bench);
    bench.finish().print();
}
