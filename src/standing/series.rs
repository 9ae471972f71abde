//! Measurement after measurement: totals that were published, and the trend of the nation with and without a fixed
//! panel. A published number is never computed again. It must not know how charts are drawn.

use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

use super::Edition;
use crate::index::Share;

/// A ranked body's total with the interval that the judgement's own error gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Total {
    /// As published.
    pub share: Share,
    /// Lower end of the interval.
    pub low: Share,
    /// Upper end of the interval.
    pub high: Share,
}

impl Total {
    /// Whether two totals differ by more than judgement errors explain: by more than the half widths of both
    /// intervals together, added as independent errors are (the root of the sum of squares).
    pub fn differs_beyond_noise(&self, other: &Self) -> bool {
        let permille = |share: Share| i64::from(share.permille());
        let width = |total: &Self| permille(total.high) - permille(total.low);
        let difference = permille(self.share) - permille(other.share);
        4 * difference.pow(2) > width(self).pow(2) + width(other).pow(2)
    }
}

/// What was published of one measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Which measurement.
    pub edition: Edition,
    /// Totals of the ranked, by code.
    pub totals: BTreeMap<String, Total>,
}

/// One measurement in the nation's trend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TrendPoint {
    /// Which measurement.
    pub edition: Edition,
    /// How many were ranked.
    pub ranked: usize,
    /// Their mean.
    pub mean: Option<Share>,
    /// The mean of those that were ranked in all measurements of the trend.
    pub panel: Option<Share>,
    /// Whether another rubric judged than in the measurement before: a break in the series.
    pub after_break: bool,
}

/// The nation's means over time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Trend {
    /// How many were ranked in all measurements.
    pub panel: usize,
    /// The measurements as published, oldest first.
    pub points: Vec<TrendPoint>,
    /// Earlier archives judged again by the rubric of the last measurement, oldest first: a series of its own, which can
    /// be compared with the last measurement and never replaces what was published.
    pub again: Vec<TrendPoint>,
}

impl Trend {
    /// Of what was published, in order of time, with this measurement last, and what was judged again by its rubric. A
    /// measurement that is itself judged again is the last of that series, and no part of the published one.
    pub fn of(published: &[Moment], again: &[Moment], now: Moment) -> Self {
        let (mut published, mut again) = (published.to_vec(), again.to_vec());
        let own = if now.edition.again.is_some() { &mut again } else { &mut published };
        own.push(now);
        let Self { panel, points, .. } = Self::one(&published);
        Self { panel, points, again: Self::one(&again).points }
    }

    fn one(moments: &[Moment]) -> Self {
        let ranked = |moment: &Moment| moment.totals.keys().cloned().collect::<BTreeSet<_>>();
        let panel = moments.iter().map(ranked).reduce(|all, next| &all & &next).unwrap_or_default();
        let point = |(at, moment): (usize, &Moment)| {
            let shares = |wanted: &dyn Fn(&String) -> bool| {
                let chosen = moment.totals.iter().filter(|(code, _)| wanted(code));
                Share::mean(&chosen.map(|(_, total)| total.share).collect::<Vec<_>>())
            };
            TrendPoint {
                ranked: moment.totals.len(),
                mean: shares(&|_| true),
                panel: shares(&|code| panel.contains(code)),
                after_break: at > 0 && moments[at - 1].edition.rubric.hash != moment.edition.rubric.hash,
                edition: moment.edition.clone(),
            }
        };
        let points = moments.iter().enumerate().map(point).collect();
        Self { panel: panel.len(), points, again: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    fn total(percent: u64, width: u64) -> Total {
        let share = |percent| Share::of(percent, 100).unwrap();
        Total { share: share(percent), low: share(percent - width / 2), high: share(percent + width / 2) }
    }

    fn moment(totals: &[(&str, u64)], hash: &str) -> Moment {
        let mut edition = sample::edition();
        hash.clone_into(&mut edition.rubric.hash);
        let totals = totals.iter().map(|(code, percent)| ((*code).to_owned(), total(*percent, 2)));
        Moment { edition, totals: totals.collect() }
    }

    #[test]
    fn noise_is_not_change() {
        for (was, is, width, expected) in
            [(50, 50, 0, false), (50, 51, 0, true), (50, 54, 6, false), (50, 55, 6, true)]
        {
            assert_eq!(
                total(was, width).differs_beyond_noise(&total(is, width)),
                expected,
                "{was} {is} {width}"
            );
        }
    }

    #[test]
    fn the_panel_is_who_was_always_there() {
        let trend = Trend::of(
            &[moment(&[("1", 40), ("2", 60), ("3", 20)], "a"), moment(&[("1", 50), ("2", 70)], "a")],
            &[moment(&[("1", 45)], "b")],
            moment(&[("1", 50), ("2", 70), ("4", 90)], "b"),
        );
        assert_eq!(trend.panel, 2);
        let found: Vec<_> = trend.points.iter().map(|p| (p.ranked, p.mean, p.panel, p.after_break)).collect();
        let share = |percent| Share::of(percent, 100);
        assert_eq!(
            found,
            [
                (3, share(40), share(50), false),
                (2, share(60), share(60), false),
                (3, share(70), share(60), true)
            ]
        );
        assert_eq!(
            trend.again.iter().map(|point| (point.ranked, point.mean)).collect::<Vec<_>>(),
            [(1, share(45))]
        );
        let mut again = moment(&[("1", 50)], "c");
        again.edition.again = Some("2026-11".to_owned());
        let trend = Trend::of(&[moment(&[("1", 40)], "a")], &[], again);
        assert_eq!((trend.points.len(), trend.again.len()), (1, 1));
    }
}
