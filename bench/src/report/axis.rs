//! [`Axis`]: from numbers to places on a plot.

/// A range of numbers along a range of pixels.
pub(super) struct Axis {
    scale: Scale,
    from: f64,
    to: f64,
    pixels: (f64, f64),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scale {
    Linear,
    Logarithmic,
}

impl Axis {
    /// From zero to a little past the largest.
    pub(super) fn linear(largest: f64, pixels: (f64, f64)) -> Self {
        let step = step(largest);
        Self {
            scale: Scale::Linear,
            from: 0.0,
            to: (largest / step).ceil().max(1.0) * step,
            pixels,
        }
    }

    /// Over the powers of ten around the numbers.
    pub(super) fn logarithmic(smallest: f64, largest: f64, pixels: (f64, f64)) -> Self {
        let from = smallest.log10().floor();
        let to = largest.log10().ceil().max(from + 1.0);
        Self {
            scale: Scale::Logarithmic,
            from,
            to,
            pixels,
        }
    }

    /// From the smallest number to the largest and no further, for what is
    /// marked at the numbers themselves.
    pub(super) fn between(smallest: f64, largest: f64, pixels: (f64, f64)) -> Self {
        Self {
            scale: Scale::Logarithmic,
            from: smallest.log10(),
            to: largest.log10(),
            pixels,
        }
    }

    /// Where a number is.
    pub(super) fn place(&self, number: f64) -> f64 {
        let number = match self.scale {
            Scale::Linear => number,
            Scale::Logarithmic => number.log10(),
        };
        let share = (number - self.from) / (self.to - self.from);
        self.pixels.0 + share * (self.pixels.1 - self.pixels.0)
    }

    /// The numbers that are marked.
    pub(super) fn marks(&self) -> Vec<f64> {
        let step = match self.scale {
            Scale::Linear => step(self.to),
            Scale::Logarithmic => 1.0,
        };
        let numbers = (0..).map(|count| self.from + f64::from(count) * step);
        let inside = numbers.take_while(|number| *number <= self.to + step / 2.0);
        match self.scale {
            Scale::Linear => inside.collect(),
            Scale::Logarithmic => inside.map(|exponent| 10_f64.powf(exponent)).collect(),
        }
    }
}

/// A round number of which about five make the largest.
fn step(largest: f64) -> f64 {
    let rough = (largest / 5.0).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    let nice = [1.0, 2.0, 5.0].into_iter().map(|nice| nice * power);
    nice.into_iter()
        .find(|nice| *nice >= rough)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_axis_begins_at_zero() {
        let axis = Axis::linear(950.0, (100.0, 0.0));
        assert_eq!(axis.marks(), [0.0, 200.0, 400.0, 600.0, 800.0, 1_000.0]);
        assert!((axis.place(500.0) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn an_axis_between_numbers_ends_with_them() {
        let axis = Axis::between(10_000.0, 150_000.0, (100.0, 700.0));
        assert!((axis.place(10_000.0) - 100.0).abs() < 1e-9);
        assert!((axis.place(150_000.0) - 700.0).abs() < 1e-9);
        assert!((axis.place(1_500_f64.sqrt() * 1_000.0) - 400.0).abs() < 1e-9);
    }

    #[test]
    fn a_logarithmic_axis_has_powers_of_ten() {
        let axis = Axis::logarithmic(16.0, 4_000.0, (0.0, 300.0));
        assert_eq!(axis.marks(), [10.0, 100.0, 1_000.0, 10_000.0]);
        assert!((axis.place(100.0) - 100.0).abs() < 1e-9);
    }
}
