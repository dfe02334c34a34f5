//! [`Cost`], and the file that keeps what the costs are.

use std::fmt;
use std::fs;
use std::io;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/recorded.txt");

/// What one call costs.
#[derive(Debug, PartialEq)]
pub(crate) struct Cost {
    /// How the call reaches the instance.
    pub(crate) path: String,
    pub(crate) instructions: f64,
    pub(crate) allocations: f64,
}

impl Cost {
    /// Whether both numbers are near those of another cost of the same path.
    pub(crate) fn is_within(&self, tolerance: f64, other: &Self) -> bool {
        // Halves of an allocation are those of a block that grows now and then.
        let near = |own: f64, other: f64, least: f64| {
            (own - other).abs() <= (other * tolerance).max(least)
        };
        self.path == other.path
            && near(self.instructions, other.instructions, 0.0)
            && near(self.allocations, other.allocations, 0.5)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let cost = Self {
            path: words.next()?.to_owned(),
            instructions: words.next()?.parse().ok()?,
            allocations: words.nth(1)?.parse().ok()?,
        };
        Some(cost)
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            instructions,
            allocations,
        } = self;
        write!(
            formatter,
            "{path} {instructions:.0} instructions, {allocations:.1} allocations"
        )
    }
}

/// What is recorded.
///
/// # Errors
///
/// The file cannot be read.
pub(crate) fn read() -> io::Result<Vec<Cost>> {
    let text = fs::read_to_string(FILE)?;
    let costs = text.lines().map(Cost::parse).collect::<Option<_>>();
    costs.ok_or_else(|| io::Error::other(format!("{FILE} has a line that is no cost")))
}

/// Records costs.
///
/// # Errors
///
/// The file cannot be written.
pub(crate) fn write(costs: &[Cost]) -> io::Result<()> {
    let lines = costs.iter().map(|cost| format!("{cost}\n"));
    fs::write(FILE, lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(instructions: f64, allocations: f64) -> Cost {
        Cost {
            path: "handle".to_owned(),
            instructions,
            allocations,
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let cost = cost(1_234.0, 7.0);
        assert_eq!(Cost::parse(&cost.to_string()), Some(cost));
        assert_eq!(Cost::parse("handle"), None);
    }

    #[test]
    fn rises_and_falls_show() {
        let before = cost(1_000.0, 2.0);
        assert!(cost(1_100.0, 2.0).is_within(0.1, &before));
        assert!(!cost(1_101.0, 2.0).is_within(0.1, &before));
        assert!(!cost(899.0, 2.0).is_within(0.1, &before));
        assert!(!cost(1_000.0, 3.0).is_within(0.1, &before));
    }
}
