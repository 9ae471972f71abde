//! What `metadata` records say: of a visit, of a robots.txt, and of a site when it is done with.
//!
//! Plain data; knows nothing of files and gzip.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::fetch::{Purpose, PushBack, RobotsFile, Sent, Unreachable};
use crate::plan::{Found, Ground, Visit};

use super::earlier::Kept;

/// The content of a `metadata` record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Note {
    /// A visit and what came of it; closes the group of its records.
    Visit(VisitNote),
    /// The robots.txt that ruled an authority's pages.
    Robots {
        /// Where it lies.
        url: Url,
        /// The status of the answer.
        status: u16,
        /// The gap it asks for, in milliseconds.
        crawl_delay: Option<u64>,
        /// The sitemaps it names.
        sitemaps: Vec<Url>,
        /// What it says (the first 500 KiB).
        text: String,
    },
    /// The site is done with.
    Closing(SiteOutcome),
    /// It was done with, and what its own hosts had not given is asked for once more.
    Again,
}

/// How an address became known, and what came of asking for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNote {
    /// The address as asked.
    pub url: Url,
    /// Clicks from the start page; [`crate::plan::UNKNOWN_DEPTH`] when only a sitemap names it.
    pub depth: u16,
    /// The page that named it.
    pub via: Option<Url>,
    /// The text of the link.
    pub anchor: String,
    /// How it became known.
    pub found: Found,
    /// Whose ground it lies on.
    pub ground: Ground,
    /// How often it had been asked for before, since the site's crawl began or was begun again.
    pub attempt: u8,
    /// Whole seconds for which the site had been under way by then, over all runs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub under_way: u64,
    /// What came of it.
    pub outcome: Outcome,
    /// What was sent for it; `None` in archives of versions that did not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Vec<Sent>>,
    /// When hosts asked to be left alone while the page was drawn.
    #[serde(default, skip_serializing_if = "<[PushBack]>::is_empty")]
    pub push_backs: Box<[PushBack]>,
}

impl VisitNote {
    /// The note of a visit, of a site that is under way no time yet.
    pub fn new(visit: &Visit, outcome: Outcome) -> Self {
        Self {
            url: visit.url.clone(),
            depth: visit.depth,
            via: visit.via.clone(),
            anchor: visit.anchor.clone(),
            found: visit.found,
            ground: visit.ground,
            attempt: visit.attempt,
            under_way: 0,
            outcome,
            sent: None,
            push_backs: Box::default(),
        }
    }

    /// What was sent for the visit; of versions that did not count, as many requests as such a visit takes.
    pub fn sent(&self) -> Vec<Sent> {
        let requests = match &self.outcome {
            Outcome::NotAsked { .. } | Outcome::Failed { cause: Unreachable::Robots } => 0,
            Outcome::Answered { drawing, .. } => 1 + drawing.map_or(0, |drawing| u64::from(drawing.requests)),
            Outcome::Unchanged { .. } | Outcome::Failed { .. } => 1,
        };
        let usual = || vec![Sent { place: self.url.clone(), purpose: Purpose::Content, requests, bytes: 0 }];
        self.sent.clone().unwrap_or_else(usual)
    }
}

/// What came of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// The server answered; the answer is in the group.
    Answered {
        /// The character set that the body was read in, for text.
        charset: Option<String>,
        /// Whether the body was left unread because it is no text.
        body_unread: bool,
        /// What `X-Robots-Tag` says. It speaks of indexes, not of visits: noted, no more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        robots_tag: Option<String>,
        /// What it took a browser to draw it, if one did or tried to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        drawing: Option<Drawing>,
    },
    /// It is as it was when an earlier edition kept it: the server said so, sent the same again, or was not asked
    /// since it was seen a short while ago.
    Unchanged {
        /// Where it was kept.
        of: Kept,
    },
    /// It could not be had.
    Failed {
        /// Why.
        cause: Unreachable,
    },
    /// It was not asked for: its host had been given up, or is of others and has had all that is asked of such a host, or, in
    /// earlier archives, it is a file of a kind that was not read.
    NotAsked {
        /// Why the host was given up, [`Unreachable::Bound`] or [`Unreachable::Format`].
        cause: Unreachable,
    },
}

/// What it took a browser to draw a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Drawing {
    /// Requests to hosts, those for robots.txt not counted.
    pub requests: u32,
    /// What the page asked for and did not get.
    pub refused: u32,
    /// What it lacks of what it says: documents, scripts and data that it asked its own site for and that could not be had;
    /// where it seems to wait for them, data of others or for which something is sent; and a script that had to be stopped.
    #[serde(default, skip_serializing_if = "is_none")]
    pub missed: u32,
    /// Whether the browser failed, or the page shows no more than before: it is archived as it was sent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_vain: bool,
}

/// How a site's crawl ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SiteState {
    /// Nothing was left to visit.
    Complete,
    /// The budget of pages, documents, sitemap files or time was spent.
    BudgetSpent,
    /// The start page and with it the site could not be had.
    Unreachable {
        /// Why.
        cause: Unreachable,
    },
    /// The host asked for more patience than there was; what had been got by then is kept.
    WaitedOut,
    /// The site's own host was given up (circuit breaker) before everything that was known of it had been asked for;
    /// what had been got by then is kept.
    BrokenOff {
        /// What was the last straw.
        cause: Unreachable,
    },
    /// The crawl was stopped; it can be resumed.
    Interrupted,
}

/// Requests, and bytes of what was answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Requests that were sent.
    pub requests: u64,
    /// Bytes of the bodies that came, decoded.
    pub bytes: u64,
}

/// Numbers of a site's crawl.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Visits that were answered or failed, sitemaps included.
    pub visits: u64,
    /// What was sent for them, robots.txt not included; `None` in archives of versions that did not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Traffic>,
    /// What was sent for robots.txt: of a host that sites share for one of them, and by a crawl that is gone on with again.
    #[serde(default)]
    pub robots_asked: Traffic,
    /// Those of it that were never answered.
    #[serde(default)]
    pub robots_in_vain: u64,
    /// Files of robots.txt that were read.
    #[serde(default)]
    pub robots: u64,
    /// Pages answered with 2xx.
    pub pages: u64,
    /// Questions that the site's own search answered.
    #[serde(default)]
    pub probes: u64,
    /// Pages that show nothing without their scripts, which did not run.
    #[serde(default)]
    pub shells: u64,
    /// Pages that a browser drew.
    #[serde(default)]
    pub drawn: u64,
    /// Pages that a browser was to draw, and that show no more than before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub undrawn: u64,
    /// What those and these asked for meanwhile.
    #[serde(default)]
    pub drawing: u64,
    /// Pages that an earlier edition had kept as they still are.
    #[serde(default)]
    pub unchanged: u64,
    /// Answers that point elsewhere.
    pub redirects: u64,
    /// Addresses that robots.txt refused.
    pub refused: u64,
    /// Visits that failed, by the class of the failure.
    pub failed: BTreeMap<String, u64>,
    /// Decoded bytes of all bodies.
    pub bytes: u64,
    /// Known addresses that were left when the crawl ended.
    pub left: u64,
    /// Addresses that a bound dropped: further queries of one path, entries of a sitemap beyond the protocol's limit, links of
    /// one page beyond 5000, shapes of traps, further pages of a neighbour, hosts that any name makes. They are unread too;
    /// whether they are pages or a calendar without end nobody knows.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub dropped: u64,
    /// Whether every host name of the site's domain answers (wildcard DNS), so that hosts that answer as any name does were
    /// left alone: 1 if so.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub wildcards: u64,
    /// The same by host, with its port.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hosts: BTreeMap<String, HostCounts>,
}

/// Numbers of one host in a site's crawl.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostCounts {
    /// Requests that were sent, those for robots.txt not counted.
    pub requests: u64,
    /// Visits that were not answered, or with an error.
    pub failed: u64,
    /// Addresses that robots.txt refused, which were not asked for.
    pub refused: u64,
    /// Decoded bytes of the answers.
    pub bytes: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_none(count: &u32) -> bool {
    *count == 0
}

/// How a site's crawl ended, with its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteOutcome {
    /// How it ended.
    #[serde(flatten)]
    pub state: SiteState,
    /// Its numbers.
    pub counts: Counts,
}

impl Note {
    /// The note of a robots.txt.
    pub fn robots(file: &RobotsFile) -> Self {
        Self::Robots {
            url: file.url.clone(),
            status: file.status,
            crawl_delay: file.crawl_delay.map(|delay| u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)),
            sitemaps: file.sitemaps.clone(),
            text: String::from_utf8_lossy(&file.text).into_owned(),
        }
    }
}
