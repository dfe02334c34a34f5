//! How the tables write numbers.

/// A count with its thousands apart: `10 000`.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// A time in the unit that suits it, with three digits.
pub(crate) fn time(seconds: f64) -> String {
    let units = [(1.0, "s"), (1e3, "ms"), (1e6, "µs"), (1e9, "ns")];
    let fits = |&&(scale, _): &&(f64, &str)| seconds * scale >= 1.0;
    let (scale, unit) = units.iter().find(fits).unwrap_or(&units[3]);
    format!("{} {unit}", digits(seconds * scale))
}

/// A number with three digits, or all before the point.
pub(crate) fn digits(number: f64) -> String {
    let decimals = match number {
        ..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    format!("{number:.decimals$}")
}
