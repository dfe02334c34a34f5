//! [`Bench`]: runs cases with criterion and keeps what they took.

use std::time::Duration;

use criterion::Criterion;

use crate::ending::Ending;
use crate::lane::Lane;
use crate::report::{Measurement, Report};
use crate::workload::Workload;

/// A call that takes longer is measured with few samples.
const SLOW: Duration = Duration::from_micros(500);

/// As few samples as criterion takes.
const FEW_SAMPLES: usize = 10;

/// How the tables call what the naive way works on.
pub(crate) const NAIVE: &str = "serde_json::Value";

/// Runs cases with criterion and keeps what they took, for the [`Report`].
pub(crate) struct Bench {
    criterion: Criterion,
    report: Report,
}

impl Bench {
    pub(crate) fn new(criterion: Criterion) -> Self {
        Self {
            criterion,
            report: Report::default(),
        }
    }

    /// Measures all ways in which a call of stagedoor ends.
    pub(crate) fn workload(&mut self, workload: &impl Workload) {
        let mut lane = Lane::new(workload);
        for ending in [Ending::Unfollowed, Ending::Followed, Ending::RolledBack] {
            self.case(workload, workload.kind(), ending, &mut lane);
        }
    }

    /// Measures the naive way. One of the types that hold the same document is
    /// enough, since all it works on is the document.
    pub(crate) fn naive(&mut self, workload: &impl Workload) {
        let mut lane = Lane::new(workload);
        self.case(workload, NAIVE, Ending::Naive, &mut lane);
    }

    fn case<W: Workload>(
        &mut self,
        workload: &W,
        kind: &'static str,
        ending: Ending,
        lane: &mut Lane<'_, W>,
    ) {
        let bytes = lane.patch_bytes(ending);
        let time = |calls| lane.time(ending, calls);
        self.measure(&workload.name(), kind, ending, bytes, time);
    }

    /// Measures one case, given the bytes of its patch and the time that so many
    /// calls take. Whatever is made for it is made before: the warm-up counts
    /// calls by the clock on the wall.
    pub(crate) fn measure(
        &mut self,
        name: &str,
        kind: &'static str,
        ending: Ending,
        bytes: usize,
        mut time: impl FnMut(u64) -> Duration,
    ) {
        let mut samples = Vec::new();
        let mut group = self.criterion.benchmark_group(name);
        if time(1) > SLOW {
            group.sample_size(FEW_SAMPLES);
        }
        group.bench_function(format!("{kind}, {ending}"), |bencher| {
            bencher.iter_custom(|calls| {
                let spent = time(calls);
                samples.push(per_call(spent, calls));
                spent
            });
        });
        group.finish();
        // What else the machine does can only slow a sample down.
        if let Some(call) = samples.into_iter().reduce(f64::min) {
            self.report.add(Measurement {
                name: name.to_owned(),
                kind,
                ending,
                call,
                bytes,
            });
        }
    }

    /// What was measured.
    pub(crate) fn finish(self) -> Report {
        self.criterion.final_summary();
        self.report
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a number of calls is far below 2^52"
)]
fn per_call(spent: Duration, calls: u64) -> f64 {
    spent.as_secs_f64() / calls as f64
}
