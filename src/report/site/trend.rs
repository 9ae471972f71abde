//! The nation's means over time as a line chart: the old survey, the break, and this series. It computes points in a
//! drawing; it must not know how means were measured.

use std::fmt::Write;

use crate::index::Share;
use crate::report::tongue::Tongue;
use crate::standing::{Benchmark, Measure, Method, TrendPoint};

/// Height of the drawing; 0 is 100 per cent.
const HEIGHT: f64 = 200.0;

/// Distance between two measurements.
const STEP: f64 = 54.0;

/// The chart and its table.
pub(super) struct TrendChart {
    /// Width of the drawing.
    pub(super) width: String,
    /// Lines with the class of each: `old`, `own`, `panel`, `again`.
    pub(super) lines: Vec<(&'static str, String)>,
    /// The measurements.
    pub(super) points: Vec<Point>,
    /// Where the series break.
    pub(super) breaks: Vec<String>,
    /// How many were ranked every time; 0 when this is the first measurement.
    pub(super) panel: usize,
    /// Earlier archives judged again by this measurement's rubric: another line.
    pub(super) again: Vec<Point>,
}

/// One measurement.
pub(super) struct Point {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) panel: String,
    /// Where the fixed panel's mean lies.
    pub(super) panel_y: Option<String>,
    pub(super) method: &'static str,
    pub(super) class: &'static str,
    pub(super) source: String,
}

impl TrendChart {
    /// The chart of a benchmark; `None` when there is nothing to compare with.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Option<Self> {
        let old = benchmark.history.iter().filter(|mean| mean.measure == Measure::Total);
        let mut points: Vec<(f64, Point)> = old
            .map(|mean| {
                let middle = f64::from(u16::from(mean.low) + u16::from(mean.high)) / 2.0;
                let range = if mean.low == mean.high { String::new() } else { format!("–{}", mean.high) };
                (
                    middle,
                    Point {
                        label: mean.year.to_string(),
                        value: format!("{}{range}{}", mean.low, tongue.say("\u{a0}%", "%")),
                        panel: "–".to_owned(),
                        panel_y: None,
                        method: match mean.method {
                            Method::External => tongue.say("extern granskning", "external review"),
                            Method::SelfAssessment => tongue.say("självskattning", "self-assessment"),
                        },
                        class: "old",
                        source: mean.source.clone(),
                        x: String::new(),
                        y: String::new(),
                    },
                )
            })
            .collect();
        let survey = points.len();
        points.extend(benchmark.trend.points.iter().filter_map(|point| own(point, tongue)));
        let mut chart = (points.len() > 1).then(|| Self::drawn(points, survey, benchmark))?;
        chart.judge_again(benchmark, tongue);
        Some(chart)
    }

    /// Draws what was judged again above the measurement whose archive it is; the line ends at this measurement.
    fn judge_again(&mut self, benchmark: &Benchmark, tongue: Tongue) {
        for again in &benchmark.trend.again {
            let archive = self.points.iter().find(|shown| Some(&shown.label) == again.edition.again.as_ref());
            let Some((archive, (percent, point))) = archive.zip(own(again, tongue)) else { continue };
            let words = tongue.say("bedömd i efterhand", "judged again");
            self.again.push(Point {
                label: format!("{}, {words}", archive.label),
                x: archive.x.clone(),
                y: tenths(height(percent)),
                class: "again",
                ..point
            });
        }
        let now = self.points.last().filter(|_| benchmark.edition.again.is_none());
        let line = self.again.iter().chain(now).map(|point| format!("{},{}", point.x, point.y));
        let line: Vec<String> = line.collect();
        if !self.again.is_empty() {
            self.lines.push(("again", line.join(" ")));
        }
    }

    fn drawn(points: Vec<(f64, Point)>, survey: usize, benchmark: &Benchmark) -> Self {
        let place = |at: usize| STEP * (at as f64 + 0.5);
        let line = |from: usize, to: usize| {
            points[from..to].iter().enumerate().fold(String::new(), |mut line, (at, (percent, _))| {
                let (x, y) = (tenths(place(from + at)), tenths(height(*percent)));
                write!(line, "{x},{y} ").expect("writing to a String cannot fail");
                line
            })
        };
        let starts = starts(benchmark, survey, points.len());
        let panel = if benchmark.trend.points.len() > 1 { benchmark.trend.panel } else { 0 };
        let of_panel = |from: usize, to: usize| {
            let shown = points[from..to].iter().zip(from..).filter(|_| panel > 0);
            let dots =
                shown.filter_map(|((_, point), at)| Some((tenths(place(at)), point.panel_y.as_ref()?)));
            dots.map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
        };
        let ends = starts.iter().copied().chain([points.len()]);
        let mut lines = vec![("old", line(0, survey))];
        let mut from = survey;
        for end in ends {
            lines.push(("own", line(from, end.max(from))));
            lines.push(("panel", of_panel(from, end.max(from))));
            from = end;
        }
        let shown = |(at, (percent, point)): (usize, (f64, Point))| Point {
            x: tenths(place(at)),
            y: tenths(height(percent)),
            ..point
        };
        Self {
            width: tenths(STEP * points.len() as f64),
            breaks: starts.iter().map(|at| tenths(STEP * *at as f64)).collect(),
            lines: lines.into_iter().filter(|(_, line)| !line.is_empty()).collect(),
            panel,
            points: points.into_iter().enumerate().map(shown).collect(),
            again: Vec::new(),
        }
    }
}

/// Where a series begins that cannot be compared with what is before it.
fn starts(benchmark: &Benchmark, survey: usize, all: usize) -> Vec<usize> {
    let own = benchmark.trend.points.iter().enumerate().filter(|(_, point)| point.after_break);
    let first = (survey > 0 && survey < all).then_some(survey);
    first.into_iter().chain(own.map(|(at, _)| survey + at)).collect()
}

fn own(point: &TrendPoint, tongue: Tongue) -> Option<(f64, Point)> {
    let mean: Share = point.mean?;
    Some((
        f64::from(mean.permille()) / 10.0,
        Point {
            label: point.edition.id.clone(),
            value: tongue.percent(mean),
            panel: tongue.percent_or_dash(point.panel),
            panel_y: point.panel.map(|share| tenths(height(f64::from(share.permille()) / 10.0))),
            method: tongue.say("Kommunspegel", "Kommunspegel"),
            class: "own",
            source: format!("{} {}", point.edition.rubric.id, point.edition.rubric.version),
            x: String::new(),
            y: String::new(),
        },
    ))
}

/// How far down in the drawing.
fn height(percent: f64) -> f64 {
    HEIGHT * (1.0 - percent / 100.0)
}

/// One decimal; never `-0.0`.
fn tenths(value: f64) -> String {
    format!("{:.1}", (value * 10.0).round() / 10.0 + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::{Past, sample};

    #[test]
    fn the_old_survey_is_another_line_and_the_break_is_marked() {
        let chart = TrendChart::of(&sample::benchmark(), Tongue::Swedish).unwrap();
        assert_eq!(chart.points.len(), 9);
        assert_eq!(chart.breaks, [tenths(8.0 * STEP)]);
        assert_eq!(chart.lines.iter().map(|line| line.0).collect::<Vec<_>>(), ["old", "own"]);
        assert_eq!(chart.points[7].value, "79–80\u{a0}%");
    }

    #[test]
    fn another_rubric_breaks_the_series() {
        let benchmark = sample::benchmark();
        let mut moment = benchmark.moment();
        "0".clone_into(&mut moment.edition.rubric.hash);
        let past = Past { history: Vec::new(), moments: vec![moment], again: Vec::new(), before: None };
        let chart = TrendChart::of(&benchmark.after(past), Tongue::English).unwrap();
        assert_eq!((chart.breaks, chart.panel), (vec![tenths(STEP)], 8));
        let panel: Vec<&str> =
            chart.lines.iter().filter(|line| line.0 == "panel").map(|line| line.1.as_str()).collect();
        let own: Vec<&str> =
            chart.lines.iter().filter(|line| line.0 == "own").map(|line| line.1.trim_end()).collect();
        assert!(panel == own && panel.len() == 2, "all are of the panel: {panel:?} {own:?}");
    }

    #[test]
    fn what_was_judged_again_is_a_line_of_its_own() {
        let benchmark = sample::benchmark();
        let mut published = benchmark.moment();
        "2026-10".clone_into(&mut published.edition.id);
        "0".clone_into(&mut published.edition.rubric.hash);
        let mut again = published.clone();
        again.edition = again.edition.judged_again(&benchmark.edition.rubric);
        let past = Past { history: Vec::new(), moments: vec![published], again: vec![again], before: None };
        let chart = TrendChart::of(&benchmark.after(past), Tongue::Swedish).unwrap();
        assert_eq!((chart.points.len(), chart.again.len()), (2, 1));
        assert_eq!(chart.again[0].label, "2026-10, bedömd i efterhand");
        assert_eq!(chart.lines.iter().filter(|line| line.0 == "again").count(), 1);
    }

    #[test]
    fn one_measurement_alone_is_no_trend() {
        let past = Past { history: Vec::new(), moments: Vec::new(), again: Vec::new(), before: None };
        assert!(TrendChart::of(&sample::benchmark().after(past), Tongue::Swedish).is_none());
    }
}
