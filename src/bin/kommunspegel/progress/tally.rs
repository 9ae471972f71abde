//! The counts of a crawl, whose parts add up to the whole.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use indicatif::{HumanBytes, HumanDuration};

use super::Happening;

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
    sites: usize,
    /// By site: a site that is asked again ends again.
    ends: BTreeMap<String, End>,
    pub(crate) pages: u64,
    pub(crate) bytes: u64,
}

impl Tally {
    pub(crate) fn of(sites: usize) -> Self {
        Self { sites, ends: BTreeMap::new(), pages: 0, bytes: 0 }
    }

    pub(crate) fn count(&mut self, happening: &Happening<'_>) {
        match happening {
            Happening::Fetched { bytes, .. } => {
                self.pages += 1;
                self.bytes += bytes;
            }
            Happening::SiteFinished { site, end, .. } => {
                self.ends.insert((*site).to_owned(), *end);
            }
            Happening::SiteStarted { site } => drop(self.ends.remove(*site)),
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

    /// How fast it goes after so much time and, once a site is done with, how long it may still take.
    pub(crate) fn speed(&self, elapsed: Duration) -> String {
        let seconds = elapsed.as_secs_f64().max(1e-3);
        let rate = format!("{:.1} pages/s", self.pages as f64 / seconds);
        let (done, left) = (self.finished(), self.left());
        if done == 0 {
            return rate;
        }
        let left = elapsed.mul_f64(left as f64 / done as f64);
        format!("{rate}, about {} left", HumanDuration(left))
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
            tally.count(&Happening::Fetched { site, address: "http://a.example/", bytes: 1024 });
            tally.count(&Happening::SiteFinished { site, end, reason: "" });
        }
        assert_eq!(tally.speed(Duration::from_secs(8)), "0.5 pages/s, about 2 seconds left");
        assert_eq!(Tally::of(5).speed(Duration::from_secs(8)), "0.0 pages/s");
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
        assert_eq!(tally.speed(Duration::from_secs(1)), "0.0 pages/s, about 0 seconds left");
        assert!(tally.to_string().starts_with("1 sites: 1 complete, 0 incomplete, 0 unreachable, 0 not"));
    }
}
