//! What bodies are compared by, and the arithmetic of ranks and quartiles. It must not know the bodies.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use std::{borrow::Cow, collections::BTreeMap, fmt};

use crate::index::{Scorecard, Share, Tally};

/// What bodies are compared by. In files: `total`, `pooled`, `eservices` or `area:` and the area.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The unweighted mean of the areas.
    Total,
    /// All points of all maxima.
    Pooled,
    /// The e-service index.
    Eservices,
    /// One area, by its identifier.
    Area(String),
}

/// An entry is ranked when at least this part of what could be judged was judged: with less than half the
/// questions behind it, a percentage says more about the crawl than about the site.
const LEAST_REACH: (u64, u64) = (1, 2);

impl Measure {
    /// The share to rank a scorecard by; `None` when it has none, or too little is behind it.
    pub fn of(&self, card: &Scorecard) -> Option<Share> {
        let (share, tally) = match self {
            Self::Total => (card.total, Some(card.all)),
            Self::Pooled => (card.pooled, Some(card.all)),
            Self::Eservices => (card.eservice_index.share(), Some(card.eservice_index)),
            Self::Area(id) => (card.area(id).and_then(|a| a.share), card.area(id).map(|a| a.tally)),
        };
        share.filter(|_| tally.is_some_and(|tally| reached(&tally)))
    }
}

/// Whether enough of a tally is known to be compared.
fn reached(tally: &Tally) -> bool {
    tally.reach() >= Share::of(LEAST_REACH.0, LEAST_REACH.1)
}

impl JsonSchema for Measure {
    fn schema_name() -> Cow<'static, str> {
        "Measure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^(total|pooled|eservices|area:.+)$" })
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Total => f.write_str("total"),
            Self::Pooled => f.write_str("pooled"),
            Self::Eservices => f.write_str("eservices"),
            Self::Area(id) => write!(f, "area:{id}"),
        }
    }
}

impl std::str::FromStr for Measure {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "total" => Ok(Self::Total),
            "pooled" => Ok(Self::Pooled),
            "eservices" => Ok(Self::Eservices),
            _ => match text.strip_prefix("area:") {
                Some(area) if !area.is_empty() => Ok(Self::Area(area.to_owned())),
                _ => Err(format!("no measure \"{text}\": total, pooled, eservices or area: and the area")),
            },
        }
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A place among others. Equal shares have equal ranks: 1, 2, 2, 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// 1 is best.
    pub rank: usize,
    /// How many have this rank; more than 1 is "delad".
    pub sharing: usize,
    /// How many are ranked.
    pub of: usize,
}

/// How many the audits' list of the highest has (Botkyrka 2014: "bland de 40 högsta").
const TOP: usize = 40;

impl Place {
    /// Among the 40 highest, of more than 40.
    pub fn is_top(self) -> bool {
        self.rank <= TOP && self.of > TOP
    }
}

/// Middle and spread of the ranked shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Statistics {
    /// How many are ranked.
    pub ranked: usize,
    /// Unweighted mean.
    pub mean: Share,
    /// Middle value, or the mean of the two middle ones.
    pub median: Share,
    /// A quarter lies below. Quartiles are interpolated between neighbours (Excel's QUARTILE.INC).
    pub lower_quartile: Share,
    /// A quarter lies above.
    pub upper_quartile: Share,
    /// Highest.
    pub best: Share,
    /// Lowest.
    pub worst: Share,
}

impl Statistics {
    /// Of the ranked shares in any order; `None` of nothing.
    pub fn of(shares: &[Share]) -> Option<Self> {
        let mut sorted = shares.to_vec();
        sorted.sort_unstable();
        Some(Self {
            ranked: sorted.len(),
            mean: Share::mean(&sorted)?,
            median: quartile(&sorted, 2)?,
            lower_quartile: quartile(&sorted, 1)?,
            upper_quartile: quartile(&sorted, 3)?,
            best: *sorted.last()?,
            worst: *sorted.first()?,
        })
    }
}

/// Which part of the ranked a value belongs to (the manner of "Kommunens Kvalitet i Korthet").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quarter {
    /// The best 25 %.
    Best,
    /// The 50 % between.
    Middle,
    /// The worst 25 %.
    Worst,
}

/// Fewer than this many ranked are not divided into quarters.
const LEAST_RANKED: usize = 4;

impl Statistics {
    /// Which quarter a value belongs to; `None` among fewer than four. A value on the border belongs to the outer
    /// quarter, and where both borders are the same, to the middle.
    pub fn quarter(&self, share: Share) -> Option<Quarter> {
        (self.ranked >= LEAST_RANKED).then(|| match share {
            _ if self.upper_quartile == self.lower_quartile => Quarter::Middle,
            share if share >= self.upper_quartile => Quarter::Best,
            share if share <= self.lower_quartile => Quarter::Worst,
            _ => Quarter::Middle,
        })
    }
}

/// The value at `quarter` quarters of the way through sorted shares.
fn quartile(sorted: &[Share], quarter: usize) -> Option<Share> {
    let position = quarter * sorted.len().checked_sub(1)?;
    let (below, beyond) = (position / 4, position % 4);
    let mut mixed = vec![sorted[below]; 4 - beyond];
    mixed.extend(std::iter::repeat_n(sorted[below + usize::from(beyond > 0)], beyond));
    Share::mean(&mixed)
}

/// The place of everything that has a share.
pub fn ranked<K: Ord>(shares: impl IntoIterator<Item = (K, Share)>) -> BTreeMap<K, Place> {
    let mut best_first: Vec<_> = shares.into_iter().collect();
    best_first.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
    let of = best_first.len();
    let tied: Vec<usize> = best_first.chunk_by(|(_, a), (_, b)| a == b).map(<[_]>::len).collect();
    let mut keys = best_first.into_iter().map(|(key, _)| key);
    let mut places = BTreeMap::new();
    for sharing in tied {
        let rank = places.len() + 1;
        places.extend(keys.by_ref().take(sharing).map(|key| (key, Place { rank, sharing, of })));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(percents: &[u64]) -> Vec<Share> {
        percents.iter().map(|percent| Share::of(*percent, 100).unwrap()).collect()
    }

    fn check_ranks(percents: &[u64], expected: &[(usize, usize)]) {
        let places = ranked(shares(percents).into_iter().enumerate());
        let found: Vec<_> = places.values().map(|place| (place.rank, place.sharing)).collect();
        assert_eq!(found, expected, "{percents:?}");
        assert!(places.values().all(|place| place.of == percents.len()));
    }

    #[test]
    fn equal_shares_have_equal_ranks() {
        check_ranks(&[], &[]);
        check_ranks(&[50], &[(1, 1)]);
        check_ranks(&[50, 90, 70], &[(3, 1), (1, 1), (2, 1)]);
        check_ranks(&[70, 90, 70, 10], &[(2, 2), (1, 1), (2, 2), (4, 1)]);
        check_ranks(&[10, 10, 10], &[(1, 3), (1, 3), (1, 3)]);
    }

    /// Quartiles in tenths of a per cent.
    fn check_quartiles(percents: &[u64], expected: (u16, u16, u16)) {
        let s = Statistics::of(&shares(percents)).unwrap();
        assert_eq!(
            (s.lower_quartile.permille(), s.median.permille(), s.upper_quartile.permille()),
            expected,
            "{percents:?}"
        );
    }

    #[test]
    fn quartiles_are_interpolated() {
        check_quartiles(&[40], (400, 400, 400));
        check_quartiles(&[40, 20], (250, 300, 350));
        check_quartiles(&[1, 2, 3, 4, 5], (20, 30, 40));
        check_quartiles(&[4, 3, 2, 1], (18, 25, 33));
        assert_eq!(Statistics::of(&[]), None);
    }

    #[test]
    fn quarters_are_the_best_the_middle_and_the_worst() {
        use Quarter::{Best, Middle, Worst};

        let all = shares(&[10, 20, 30, 40, 50, 60, 70, 80]);
        let statistics = Statistics::of(&all).unwrap();
        let quarters: Vec<_> = all.iter().filter_map(|share| statistics.quarter(*share)).collect();
        assert_eq!(quarters, [Worst, Worst, Middle, Middle, Middle, Middle, Best, Best]);
        assert_eq!(Statistics::of(&all[..3]).unwrap().quarter(all[0]), None);
        let equal = shares(&[50, 50, 50, 50]);
        assert_eq!(Statistics::of(&equal).unwrap().quarter(equal[0]), Some(Middle));
    }

    #[test]
    fn measures_come_back_from_their_names() {
        for measure in [Measure::Total, Measure::Pooled, Measure::Eservices, Measure::Area("a".to_owned())] {
            assert_eq!(measure.to_string().parse(), Ok(measure));
        }
        assert!("area:".parse::<Measure>().is_err());
    }

    #[test]
    fn the_forty_highest_of_more_than_forty() {
        assert!(Place { rank: 40, sharing: 3, of: 290 }.is_top());
        assert!(!Place { rank: 41, sharing: 1, of: 290 }.is_top());
        assert!(!Place { rank: 1, sharing: 1, of: 8 }.is_top());
    }

    /// The figures that readers of Botkyrka's audit were shown are points of 36, with two decimals.
    #[test]
    fn the_eservice_index_is_shown_in_points() {
        let points = [30, 21, 12, 12, 0].map(|points| Share::of(points, 36).unwrap());
        let s = Statistics::of(&points).unwrap();
        let shown = [s.best, s.mean, s.median].map(|share| share.hundredths_of(36));
        assert_eq!(shown, [3000, 1500, 1200]);
    }
}
