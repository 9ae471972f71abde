//! The counts of a crawl, whose parts add up to the whole.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanDuration};

use super::Happening;
use super::ahead::Ahead;

/// How the crawl of a site ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Everything within the budget was seen.
    Complete,
    /// Some of it was seen.
    Incomplete,
    /// Nothing was seen: the site refused, or could not be reached.
    Unreachable,
}

impl End {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Unreachable => "unreachable",
        }
    }
}

/// What was counted so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    began: Instant,
    sites: usize,
    /// By site: a site that is asked again ends again.
    ends: BTreeMap<String, End>,
    ahead: Ahead,
    pub(crate) pages: u64,
    pub(crate) bytes: u64,
}

impl Tally {
    /// Nothing of so many sites, whose crawl begins now.
    pub(crate) fn of(sites: usize) -> Self {
        Self {
            began: Instant::now(),
            sites,
            ends: BTreeMap::new(),
            ahead: Ahead::default(),
            pages: 0,
            bytes: 0,
        }
    }

    /// Counts what happens now.
    pub(crate) fn count(&mut self, happening: &Happening<'_>) {
        self.count_at(happening, self.began.elapsed());
    }

    fn count_at(&mut self, happening: &Happening<'_>, at: Duration) {
        match happening {
            Happening::Fetched { site, bytes, left, .. } => {
                self.pages += 1;
                self.bytes += bytes;
                self.ahead.answered(site, *left);
            }
            Happening::SiteFinished { site, end, .. } => {
                self.ends.insert((*site).to_owned(), *end);
                self.ahead.ended(site, at);
            }
            Happening::SiteStarted { site } => {
                self.ends.remove(*site);
                self.ahead.began(site, at);
            }
            Happening::Waiting { .. } | Happening::Resting { .. } | Happening::SetAside { .. } => {}
        }
    }

    /// Sites whose crawl ended: complete, incomplete, unreachable.
    pub(crate) fn ended(&self) -> [usize; 3] {
        [End::Complete, End::Incomplete, End::Unreachable]
            .map(|end| self.ends.values().filter(|of_site| **of_site == end).count())
    }

    /// Sites that are done with.
    pub(crate) fn finished(&self) -> usize {
        self.ends.len()
    }

    /// Sites that are not.
    pub(crate) fn left(&self) -> usize {
        self.sites.saturating_sub(self.finished())
    }

    /// Where the crawl stands.
    pub(crate) fn place(&self) -> String {
        let (finished, bytes) = (self.finished(), HumanBytes(self.bytes));
        format!("{finished} of {} sites, {} pages, {bytes}", self.sites, self.pages)
    }

    /// How fast it goes and, once a site has answered, how long it may still take.
    pub(crate) fn speed(&self) -> String {
        self.speed_at(self.began.elapsed())
    }

    fn speed_at(&self, at: Duration) -> String {
        let rate = format!("{:.1} pages/s", self.pages as f64 / at.as_secs_f64().max(1e-3));
        match self.time_left(at) {
            Some(left) => format!("{rate}, about {} left", HumanDuration(left)),
            None => rate,
        }
    }

    /// How long it may still take, as far as that is known.
    fn time_left(&self, at: Duration) -> Option<Duration> {
        self.ahead.time(self.left().saturating_sub(self.ahead.under_way()), at)
    }
}

/// The closing summary: the four numbers of sites add up to all sites.
impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([complete, incomplete, unreachable], left) = (self.ended(), self.left());
        write!(
            out,
            "{} sites: {complete} complete, {incomplete} incomplete, {unreachable} unreachable, {left} not finished; \
             {} pages, {}",
            self.sites,
            self.pages,
            HumanBytes(self.bytes)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_the_summary_add_up() {
        let mut tally = Tally::of(5);
        for (site, end) in
            [("a", End::Complete), ("b", End::Incomplete), ("c", End::Unreachable), ("d", End::Complete)]
        {
            let at = Duration::from_secs(4);
            tally.count_at(&Happening::SiteStarted { site }, Duration::ZERO);
            tally.count_at(
                &Happening::Fetched { site, address: "http://a.example/", bytes: 1024, left: 3 },
                at,
            );
            tally.count_at(&Happening::SiteFinished { site, end, reason: "" }, at);
        }
        assert_eq!(tally.speed_at(Duration::from_secs(8)), "0.5 pages/s, about 4 seconds left");
        assert_eq!(Tally::of(5).speed_at(Duration::from_secs(8)), "0.0 pages/s");
        assert_eq!(
            tally.to_string(),
            "5 sites: 2 complete, 1 incomplete, 1 unreachable, 1 not finished; 4 pages, 4.00 KiB"
        );
    }

    #[test]
    fn a_site_that_is_asked_again_counts_once() {
        let mut tally = Tally::of(1);
        let finished = |end| Happening::SiteFinished { site: "a", end, reason: "" };
        tally.count(&finished(End::Unreachable));
        assert_eq!((tally.ended(), tally.left()), ([0, 0, 1], 0));
        tally.count(&Happening::SiteStarted { site: "a" });
        assert_eq!((tally.ended(), tally.left()), ([0, 0, 0], 1));
        tally.count(&finished(End::Complete));
        tally.count(&finished(End::Complete));
        assert_eq!((tally.ended(), tally.left()), ([1, 0, 0], 0));
        assert!(tally.to_string().starts_with("1 sites: 1 complete, 0 incomplete, 0 unreachable, 0 not"));
    }
}
