//! The radar of the audits: one axis per area, 0 to 100, the body against the nation. It computes points in a
//! drawing; it must not know how they were measured.

use std::f64::consts::TAU;
use std::fmt::Write;

use crate::index::Share;

/// Length of an axis in the drawing.
const RADIUS: f64 = 170.0;

/// A drawing around its middle, ready for a template.
pub(super) struct Radar {
    /// Rings at 20, 40 … 100 as polygons.
    pub(super) rings: Vec<String>,
    /// The axes.
    pub(super) axes: Vec<Axis>,
    /// The body.
    pub(super) own: Outline,
    /// The nation.
    pub(super) nation: Outline,
}

/// One axis with its label.
pub(super) struct Axis {
    /// Outer end.
    pub(super) x: String,
    /// Outer end.
    pub(super) y: String,
    /// Where the label stands.
    pub(super) label_x: String,
    /// Where a number stands in its place when the drawing is small.
    pub(super) number_x: String,
    /// Where a number stands in its place when the drawing is small.
    pub(super) number_y: String,
    /// `start`, `middle` or `end`.
    pub(super) anchor: &'static str,
    /// Lines of the label with their heights.
    pub(super) lines: Vec<(String, String)>,
}

/// A polygon and its corners. An area that was not judged has no corner: it is left out, not drawn as 0.
pub(super) struct Outline {
    /// For `points`.
    pub(super) polygon: String,
    /// Corners to mark.
    pub(super) corners: Vec<(String, String)>,
}

/// One area: its name, the body's share and the nation's mean.
pub(super) type Spoke = (String, Option<Share>, Option<Share>);

impl Radar {
    /// The drawing of these areas, clockwise from the top.
    pub(super) fn of(spokes: &[Spoke]) -> Self {
        let count = spokes.len();
        let rings = (1..=5).map(|fifth| {
            let corner = |at| Some((at, f64::from(fifth) / 5.0));
            Outline::of((0..count).filter_map(corner), count).polygon
        });
        let part = |share: Share| f64::from(share.permille()) / 1000.0;
        let own = spokes.iter().enumerate().filter_map(|(at, spoke)| Some((at, part(spoke.1?))));
        let nation = spokes.iter().enumerate().filter_map(|(at, spoke)| Some((at, part(spoke.2?))));
        Self {
            rings: rings.collect(),
            axes: spokes.iter().enumerate().map(|(at, spoke)| Axis::of(at, count, &spoke.0)).collect(),
            own: Outline::of(own, count),
            nation: Outline::of(nation, count),
        }
    }
}

impl Outline {
    fn of(parts: impl Iterator<Item = (usize, f64)>, count: usize) -> Self {
        let corners: Vec<_> = parts.map(|(at, part)| shown(point(at, count, part * RADIUS))).collect();
        let mut polygon = String::new();
        for (x, y) in &corners {
            write!(polygon, "{x},{y} ").expect("writing to a String cannot fail");
        }
        Self { polygon: polygon.trim_end().to_owned(), corners }
    }
}

impl Axis {
    fn of(at: usize, count: usize, name: &str) -> Self {
        let (x, y) = shown(point(at, count, RADIUS));
        let (label_x, label_y) = point(at, count, RADIUS + 16.0);
        let anchor = match label_x {
            x if x > 12.0 => "start",
            x if x < -12.0 => "end",
            _ => "middle",
        };
        let lines = wrapped(name);
        let height = 17.0;
        let above = lines.len() as f64 - 1.0;
        let first = match label_y {
            y if y < -RADIUS => y - above * height,
            y if y > RADIUS => y + 10.0,
            y => y + 5.0 - above * height / 2.0,
        };
        let lines = lines.into_iter().enumerate().map(|(n, line)| (tenths(first + n as f64 * height), line));
        let number_y = tenths(label_y);
        let label_x = tenths(label_x);
        Self { x, y, number_x: label_x.clone(), number_y, label_x, anchor, lines: lines.collect() }
    }
}

/// The point on axis `at` of `count`, that far out; the first axis points up.
fn point(at: usize, count: usize, distance: f64) -> (f64, f64) {
    let angle = TAU * at as f64 / count as f64;
    (angle.sin() * distance, -angle.cos() * distance)
}

fn shown((x, y): (f64, f64)) -> (String, String) {
    (tenths(x), tenths(y))
}

/// One decimal: coarse enough to be the same on every machine. Never `-0.0`.
fn tenths(value: f64) -> String {
    format!("{:.1}", (value * 10.0).round() / 10.0 + 0.0)
}

/// A name in lines of at most some 16 letters.
fn wrapped(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < 16 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spokes(percents: &[Option<u64>]) -> Vec<Spoke> {
        let share = |percent: &Option<u64>| percent.and_then(|p| Share::of(p, 100));
        percents
            .iter()
            .map(|percent| ("Område & bo".to_owned(), share(percent), Share::of(50, 100)))
            .collect()
    }

    #[test]
    fn the_first_axis_points_up_and_the_scale_is_0_to_100() {
        let radar = Radar::of(&spokes(&[Some(100), Some(50), Some(0), Some(100)]));
        assert_eq!(radar.own.polygon, "0.0,-170.0 85.0,0.0 0.0,0.0 -170.0,0.0");
        assert_eq!(radar.rings[4], "0.0,-170.0 170.0,0.0 0.0,170.0 -170.0,0.0");
    }

    #[test]
    fn what_was_not_judged_has_no_corner() {
        let radar = Radar::of(&spokes(&[Some(100), None, Some(10)]));
        assert_eq!((radar.own.corners.len(), radar.nation.corners.len()), (2, 3));
    }
}
