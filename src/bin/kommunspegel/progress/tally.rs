//! The counts of a crawl, whose parts add up to the whole.

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
    complete: usize,
    incomplete: usize,
    unreachable: usize,
    pub(crate) pages: u64,
    pub(crate) bytes: u64,
}

impl Tally {
    pub(crate) fn of(sites: usize) -> Self {
        Self { sites, complete: 0, incomplete: 0, unreachable: 0, pages: 0, bytes: 0 }
    }

    pub(crate) fn count(&mut self, happening: &Happening<'_>) {
        match happening {
            Happening::Fetched { bytes, .. } => {
                self.pages += 1;
                self.bytes += bytes;
            }
            Happening::SiteFinished { end, .. } => match end {
                End::Complete => self.complete += 1,
                End::Incomplete => self.incomplete += 1,
                End::Unreachable => self.unreachable += 1,
            },
            Happening::SiteStarted { .. } | Happening::Waiting { .. } => {}
        }
    }

    /// All sites.
    pub(crate) fn sites(&self) -> usize {
        self.sites
    }

    /// Sites whose crawl ended: complete, incomplete, unreachable.
    pub(crate) fn ended(&self) -> [usize; 3] {
        [self.complete, self.incomplete, self.unreachable]
    }

    fn finished(&self) -> usize {
        self.complete + self.incomplete + self.unreachable
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
        let (done, left) = (self.finished(), self.sites - self.finished());
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
        let left = self.sites - self.finished();
        write!(
            out,
            "{} sites: {} complete, {} incomplete, {} unreachable, {left} not finished; {} pages, {}",
            self.sites,
            self.complete,
            self.incomplete,
            self.unreachable,
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
}
