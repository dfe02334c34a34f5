//! [`Outcome`]: the numbers that a scenario found, round by round.

use serde::Serialize;

/// What was measured in a scenario.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    /// The first is the one that is compared and drawn.
    pub(crate) measures: Vec<Measure>,
    pub(crate) rows: Vec<Row>,
}

/// What a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Measure {
    pub(crate) name: &'static str,
    pub(crate) unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Unit {
    PerSecond,
    Seconds,
    Bytes,
    /// How many times as much something is.
    Times,
}

/// One target in one case.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) case: Case,
    pub(crate) target: String,
    /// The numbers of each round, in the order of the measures.
    pub(crate) rounds: Vec<Vec<f64>>,
}

/// One case, and where it stands on an axis of its scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) at: f64,
}

impl Case {
    /// A case that is a number of something.
    #[allow(
        clippy::cast_precision_loss,
        reason = "sizes stay far below the 52 bits of a float"
    )]
    pub(crate) fn of(number: usize, what: &str) -> Self {
        Self {
            name: format!("{} {what}", grouped(number)),
            at: number as f64,
        }
    }
}

impl Outcome {
    pub(crate) fn new(measures: &[(&'static str, Unit)]) -> Self {
        let measures = measures
            .iter()
            .map(|(name, unit)| Measure { name, unit: *unit });
        Self {
            measures: measures.collect(),
            rows: Vec::new(),
        }
    }

    /// Adds one round of a target in a case.
    pub(crate) fn add(&mut self, case: &Case, target: &str, numbers: &[f64]) {
        assert_eq!(
            numbers.len(),
            self.measures.len(),
            "a number for each measure"
        );
        let numbers = numbers.to_vec();
        let mut rows = self.rows.iter_mut();
        match rows.find(|row| row.case == *case && row.target == target) {
            Some(row) => row.rounds.push(numbers),
            None => self.rows.push(Row {
                case: case.clone(),
                target: target.to_owned(),
                rounds: vec![numbers],
            }),
        }
    }

    /// The row of a target in a case.
    pub(crate) fn row(&self, case: &Case, target: &str) -> Option<&Row> {
        let mut rows = self.rows.iter();
        rows.find(|row| row.case == *case && row.target == target)
    }

    /// The cases in the order in which they were measured.
    pub(crate) fn cases(&self) -> Vec<&Case> {
        distinct(self.rows.iter().map(|row| &row.case))
    }

    /// The targets in the order in which they were measured.
    pub(crate) fn targets(&self) -> Vec<&str> {
        distinct(self.rows.iter().map(|row| row.target.as_str()))
    }
}

impl Row {
    /// The median over the rounds.
    pub(crate) fn median(&self, measure: usize) -> f64 {
        median(self.rounds.iter().map(|round| round[measure]))
    }

    /// The median, over the rounds, of how this compares with another row of the
    /// same round: what slows the machine down for a while slows down both.
    pub(crate) fn ratio(&self, other: &Self, measure: usize) -> f64 {
        let pairs = self.rounds.iter().zip(&other.rounds);
        median(pairs.map(|(own, other)| own[measure] / other[measure]))
    }
}

fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut known = Vec::new();
    for one in all {
        if !known.contains(&one) {
            known.push(one);
        }
    }
    known
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    if numbers.len().is_multiple_of(2) {
        f64::midpoint(numbers[middle - 1], numbers[middle])
    } else {
        numbers[middle]
    }
}

/// A number with a comma before each three digits.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_the_same_round() {
        let mut outcome = Outcome::new(&[("calls", Unit::PerSecond)]);
        let case = Case::of(1_000, "callers");
        for (own, other) in [(10.0, 20.0), (100.0, 400.0), (1.0, 4.0)] {
            outcome.add(&case, "own", &[own]);
            outcome.add(&case, "other", &[other]);
        }
        let own = outcome.row(&case, "own").unwrap();
        let other = outcome.row(&case, "other").unwrap();
        assert!((own.ratio(other, 0) - 0.25).abs() < 1e-9);
        assert!((own.median(0) - 10.0).abs() < 1e-9);
        assert_eq!(outcome.cases(), [&case]);
        assert_eq!(outcome.targets(), ["own", "other"]);
    }

    #[test]
    fn digits_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_071_000), "1,071,000");
    }
}
