//! A scenario's first measure as a picture in SVG.

use std::fmt::Write;

use super::axis::Axis;
use super::number::number;
use crate::outcome::Outcome;
use crate::scenario::{Drawing, Scenario};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 80.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 74.0;
const BOTTOM: f64 = 56.0;
/// Room for half of what is written below the first and the last point.
const INSET: f64 = 24.0;

/// Told apart also by those who see few colours (Okabe and Ito, 2008).
const COLOURS: [&str; 7] = [
    "#0072b2", "#999999", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9",
];

/// Draws it.
pub(super) fn plot(scenario: Scenario, outcome: &Outcome) -> String {
    let mut picture = Picture {
        svg: String::new(),
        outcome,
    };
    picture.begin(scenario.title());
    match scenario.drawing() {
        Drawing::Bars => picture.bars(),
        Drawing::Lines(what) => picture.lines(what),
    }
    picture.svg.push_str("</svg>\n");
    picture.svg
}

struct Picture<'a> {
    svg: String,
    outcome: &'a Outcome,
}

impl Picture<'_> {
    fn begin(&mut self, title: &str) {
        let _ = writeln!(
            self.svg,
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>"##
        );
        let measure = self.outcome.measures[0].name;
        self.text(LEFT, 24.0, "start", &format!("{title}: {measure}"));
        let mut at = LEFT;
        for (target, colour) in self.targets() {
            let _ = writeln!(
                self.svg,
                r#"<rect x="{at}" y="40" width="12" height="12" fill="{colour}"/>"#
            );
            self.text(at + 17.0, 50.0, "start", target);
            at += 36.0 + 6.8 * f64::from(u16::try_from(target.len()).unwrap_or(u16::MAX));
        }
    }

    fn targets<'b>(&self) -> Vec<(&'b str, &'static str)>
    where
        Self: 'b,
    {
        let targets = self.outcome.targets().into_iter();
        targets.zip(COLOURS.into_iter().cycle()).collect()
    }

    fn medians(&self) -> impl Iterator<Item = f64> {
        self.outcome.rows.iter().map(|row| row.median(0))
    }

    fn bars(&mut self) {
        let largest = self.medians().fold(0.0, f64::max);
        let axis = Axis::linear(largest, (HEIGHT - BOTTOM, TOP));
        self.vertical(&axis);
        let cases = self.outcome.cases();
        let targets = self.targets();
        let group = (WIDTH - LEFT - RIGHT) / count(cases.len());
        let bar = group * 0.8 / count(targets.len());
        for (number, case) in cases.into_iter().enumerate() {
            let left = LEFT + group * count(number);
            self.text(
                left + group / 2.0,
                HEIGHT - BOTTOM + 20.0,
                "middle",
                &case.name,
            );
            for (place, (target, colour)) in targets.iter().enumerate() {
                let Some(row) = self.outcome.row(case, target) else {
                    continue;
                };
                let top = axis.place(row.median(0));
                let x = left + group * 0.1 + bar * count(place);
                let (width, height) = (bar * 0.92, HEIGHT - BOTTOM - top);
                let _ = writeln!(
                    self.svg,
                    r#"<rect x="{x:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}" fill="{colour}"/>"#
                );
            }
        }
    }

    fn lines(&mut self, what: &str) {
        let range = |numbers: &mut dyn Iterator<Item = f64>| {
            numbers.fold((f64::INFINITY, 0.0_f64), |(least, most), number| {
                (least.min(number), most.max(number))
            })
        };
        let (least, most) = range(&mut self.medians());
        let vertical = Axis::logarithmic(least, most, (HEIGHT - BOTTOM, TOP));
        self.vertical(&vertical);
        let cases = self.outcome.cases();
        let (least, most) = range(&mut cases.iter().map(|case| case.at));
        let horizontal = Axis::between(least, most, (LEFT + INSET, WIDTH - RIGHT - INSET));
        for case in &cases {
            let size = case.name.split(' ').next().unwrap_or_default();
            let x = horizontal.place(case.at);
            self.text(x, HEIGHT - BOTTOM + 20.0, "middle", size);
        }
        let middle = f64::midpoint(LEFT, WIDTH - RIGHT);
        self.text(middle, HEIGHT - 14.0, "middle", what);
        for (target, colour) in self.targets() {
            let rows = cases
                .iter()
                .filter_map(|case| self.outcome.row(case, target));
            let points = rows.map(|row| {
                let (x, y) = (horizontal.place(row.case.at), vertical.place(row.median(0)));
                format!("{x:.1},{y:.1}")
            });
            let points: Vec<_> = points.collect();
            let _ = writeln!(
                self.svg,
                r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2.5"/>"#,
                points.join(" ")
            );
        }
    }

    /// The vertical axis, with a faint line at each mark.
    fn vertical(&mut self, axis: &Axis) {
        let unit = self.outcome.measures[0].unit;
        for mark in axis.marks() {
            let y = axis.place(mark);
            let _ = writeln!(
                self.svg,
                r##"<line x1="{LEFT}" x2="{}" y1="{y:.1}" y2="{y:.1}" stroke="#ddd"/>"##,
                WIDTH - RIGHT
            );
            self.text(LEFT - 8.0, y + 4.0, "end", &number(mark, unit));
        }
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            self.svg,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#
        );
    }
}

/// A number of things as a number of pixels is.
fn count(number: usize) -> f64 {
    f64::from(u16::try_from(number).expect("a plot has few things"))
}
