//! [`Report`]: what a run has measured, as tables of Markdown.

use crate::ending::Ending;
use crate::measure::NAIVE;
use crate::messages::{self, BARE_PUSH};
use crate::number;

/// What one case took.
pub(crate) struct Measurement {
    /// What a call does and to how much.
    pub(crate) name: String,
    /// The type that holds it.
    pub(crate) kind: &'static str,
    pub(crate) ending: Ending,
    /// The time of one call in seconds, the fastest of the samples.
    pub(crate) call: f64,
    /// The bytes of its patch.
    pub(crate) bytes: usize,
}

/// What a run has measured.
#[derive(Default)]
pub(crate) struct Report {
    measurements: Vec<Measurement>,
}

impl Report {
    pub(crate) fn add(&mut self, measurement: Measurement) {
        self.measurements.push(measurement);
    }

    /// Prints a row for each type in each workload, then the ratios.
    pub(crate) fn print(&self) {
        println!("\n| call | type | no subscriber | one subscriber | rolled back | patch |");
        println!("| --- | --- | ---: | ---: | ---: | ---: |");
        let mut printed: Vec<(&str, &str)> = Vec::new();
        for Measurement { name, kind, .. } in &self.measurements {
            if !printed.contains(&(name, kind)) {
                printed.push((name, kind));
                self.print_row(name, kind);
            }
        }
        println!("\n| ratio of this run | |\n| --- | ---: |");
        self.print_aims();
        self.print_worst("rolled back ÷ no subscriber", Ending::Unfollowed);
        self.print_worst("rolled back ÷ one subscriber", Ending::Followed);
    }

    fn print_row(&self, name: &str, kind: &str) {
        let cell = |ending| {
            let call = self.call(name, kind, ending);
            call.map_or_else(String::new, number::time)
        };
        let naive = self.find(name, kind, Ending::Naive);
        let followed = self.find(name, kind, Ending::Followed).or(naive);
        let bytes = followed.map_or(0, |measured| measured.bytes);
        let patch = match bytes {
            0 => String::new(),
            bytes => format!("{} B", number::count(bytes)),
        };
        let one_subscriber = naive.map_or_else(
            || cell(Ending::Followed),
            |measured| number::time(measured.call),
        );
        println!(
            "| {name} | `{kind}` | {} | {one_subscriber} | {} | {patch} |",
            cell(Ending::Unfollowed),
            cell(Ending::RolledBack),
        );
    }

    /// The ratios that the design aims at.
    fn print_aims(&self) {
        let push = |len, kind, ending| self.call(&messages::name(len), kind, ending);
        let list = |len| push(len, "List", Ending::Followed);
        let plain = push(10_000, BARE_PUSH, Ending::Unfollowed);
        let naive = push(10_000, NAIVE, Ending::Naive);
        let vec = push(10_000, "Vec", Ending::Followed);
        print_ratio(
            "push: `List` at 1 000 000 ÷ `List` at 1 000",
            list(1_000_000),
            list(1_000),
        );
        print_ratio(
            "push at 10 000: `List` ÷ bare `Vec::push`",
            list(10_000),
            plain,
        );
        print_ratio("push at 10 000: `Vec` ÷ bare `Vec::push`", vec, plain);
        print_ratio("push at 10 000: `Vec` ÷ `List`", vec, list(10_000));
        print_ratio(
            "push at 10 000: serialise and diff ÷ `List`",
            naive,
            list(10_000),
        );
        print_ratio("push at 10 000: serialise and diff ÷ `Vec`", naive, vec);
    }

    /// Prints the greatest ratio of a rollback to what it is compared with.
    fn print_worst(&self, text: &str, base: Ending) {
        let rolled_back = self
            .measurements
            .iter()
            .filter(|measured| measured.ending == Ending::RolledBack);
        let ratios = rolled_back.filter_map(|measured| {
            let base = self.call(&measured.name, measured.kind, base)?;
            Some((measured.call / base, measured))
        });
        let worst = ratios.max_by(|(ratio, _), (other, _)| ratio.total_cmp(other));
        if let Some((ratio, Measurement { name, kind, .. })) = worst {
            println!(
                "| {text}, at worst ({name}, `{kind}`) | {} |",
                number::digits(ratio)
            );
        }
    }

    fn call(&self, name: &str, kind: &str, ending: Ending) -> Option<f64> {
        self.find(name, kind, ending).map(|measured| measured.call)
    }

    fn find(&self, name: &str, kind: &str, ending: Ending) -> Option<&Measurement> {
        self.measurements.iter().find(|measured| {
            measured.name == name && measured.kind == kind && measured.ending == ending
        })
    }
}

fn print_ratio(text: &str, of: Option<f64>, to: Option<f64>) {
    if let (Some(of), Some(to)) = (of, to) {
        println!("| {text} | {} |", number::digits(of / to));
    }
}
