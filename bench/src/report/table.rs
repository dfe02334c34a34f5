//! A scenario's results as a table in Markdown.

use std::fmt::Write;

use super::number::{digits, number};
use crate::outcome::{Case, Outcome, Row};
use crate::scenario::Scenario;

/// The medians of all rounds, and how the first measure compares with the baseline.
pub(crate) fn table(scenario: Scenario, outcome: &Outcome) -> String {
    let baseline = scenario.baseline();
    let names = outcome.measures.iter().map(|measure| measure.name);
    let names: Vec<_> = names.collect();
    let mut text = format!("| | | {} | of {baseline} |\n", names.join(" | "));
    text.push_str("| --- | --- |");
    text.push_str(&" ---: |".repeat(names.len() + 1));
    text.push('\n');
    for case in outcome.cases() {
        for target in outcome.targets() {
            if let Some(row) = outcome.row(case, target) {
                line(&mut text, outcome, row, outcome.row(case, baseline));
            }
        }
    }
    text
}

fn line(text: &mut String, outcome: &Outcome, row: &Row, baseline: Option<&Row>) {
    let Row {
        case: Case { name, .. },
        target,
        ..
    } = row;
    let _ = write!(text, "| {name} | {target} |");
    for (place, measure) in outcome.measures.iter().enumerate() {
        let _ = write!(text, " {} |", number(row.median(place), measure.unit));
    }
    let ratio = baseline.map(|baseline| digits(row.ratio(baseline, 0)));
    let _ = writeln!(text, " {} |", ratio.unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Unit;

    #[test]
    fn a_line_has_medians_and_the_ratio() {
        let mut outcome = Outcome::new(&[("per second", Unit::PerSecond)]);
        let case = Case::of(16, "callers");
        outcome.add(&case, "stagedoor", &[50_000.0]);
        outcome.add(&case, "bare axum", &[100_000.0]);
        let table = table(Scenario::Hot, &outcome);
        assert_eq!(
            table,
            "| | | per second | of bare axum |\n\
             | --- | --- | ---: | ---: |\n\
             | 16 callers | stagedoor | 50.0k | 0.50 |\n\
             | 16 callers | bare axum | 100k | 1.00 |\n"
        );
    }
}
