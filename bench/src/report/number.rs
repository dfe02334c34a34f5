//! Numbers as people read them: three digits and a unit.

use crate::outcome::Unit;

/// A number with its unit.
pub(super) fn number(value: f64, unit: Unit) -> String {
    match unit {
        Unit::PerSecond => scaled(value, &[(1e6, "M"), (1e3, "k"), (1.0, "")]),
        Unit::Seconds => {
            let units = [(1.0, " s"), (1e-3, " ms"), (1e-6, " µs"), (1e-9, " ns")];
            scaled(value, &units)
        }
        Unit::Bytes => scaled(value, &[(1e6, " MB"), (1e3, " KB"), (1.0, " B")]),
        Unit::Times => digits(value),
    }
}

/// The value in the largest unit that is not larger than it.
fn scaled(value: f64, units: &[(f64, &str)]) -> String {
    let fitting = units.iter().find(|(size, _)| value >= *size);
    let (size, name) = fitting.or(units.last()).copied().unwrap_or((1.0, ""));
    format!("{}{name}", digits(value / size))
}

/// Three digits, or what is in front of the point.
pub(super) fn digits(value: f64) -> String {
    let behind = match value.abs() {
        ..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    format!("{value:.behind$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_follow_the_size() {
        assert_eq!(number(1_071_000.0, Unit::PerSecond), "1.07M");
        assert_eq!(number(294_000.0, Unit::PerSecond), "294k");
        assert_eq!(number(0.000_003_1, Unit::Seconds), "3.10 µs");
        assert_eq!(number(0.0, Unit::Seconds), "0.00 ns");
        assert_eq!(number(612.0, Unit::Bytes), "612 B");
        assert_eq!(number(12_345.0, Unit::Bytes), "12.3 KB");
    }
}
