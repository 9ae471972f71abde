//! A budget and what has been spent of it: per site, per foreign host, per path prefix, per path.
//!
//! Pure counting; knows nothing of links and click paths.

use rustc_hash::FxHashMap;
use url::Url;

use super::budget::Budget;
use super::frontier::Rank;
use super::scope::{Ground, authority};
use super::visit::{Found, Visit};

/// Whether a visit that was taken may go out.
pub(super) enum Admission {
    /// Now.
    Now,
    /// When nothing else is left.
    Later,
    /// Not at all.
    Never,
}

/// What has been spent of a budget.
#[derive(Debug)]
pub(super) struct Bounds {
    budget: Budget,
    pages: u32,
    off_site: u32,
    sitemaps: u32,
    by_host: FxHashMap<String, u32>,
    by_prefix: FxHashMap<String, u32>,
    queries: FxHashMap<String, u32>,
}

impl Bounds {
    /// Nothing has been spent.
    pub(super) fn new(budget: Budget) -> Self {
        Self {
            budget,
            pages: 0,
            off_site: 0,
            sitemaps: 0,
            by_host: FxHashMap::default(),
            by_prefix: FxHashMap::default(),
            queries: FxHashMap::default(),
        }
    }

    /// Whether the page budget is spent.
    pub(super) fn is_spent(&self) -> bool {
        self.pages >= self.budget.max_pages
    }

    /// Gives a page back that was not asked for after all. The bound of its host holds: a host that answers nothing is not
    /// gone through for long.
    pub(super) fn give_back(&mut self, visit: &Visit) {
        if visit.found != Found::SitemapFile {
            self.pages = self.pages.saturating_sub(1);
        }
        if visit.ground != Ground::Own && visit.attempt == 0 {
            self.off_site = self.off_site.saturating_sub(1);
        }
    }

    /// Counts the visit against its bounds, or says why it must wait.
    pub(super) fn admit(&mut self, rank: Rank, visit: &Visit) -> Admission {
        if visit.found == Found::SitemapFile {
            self.sitemaps += 1;
            return if self.sitemaps <= self.budget.sitemap_files {
                Admission::Now
            } else {
                Admission::Never
            };
        }
        if visit.ground != Ground::Own && visit.attempt == 0 && !self.admit_off_site(visit) {
            return Admission::Never;
        }
        let prefixes = prefixes(&visit.url);
        let full = prefixes.iter().enumerate().any(|(at, prefix)| {
            self.by_prefix.get(prefix).copied().unwrap_or(0) >= self.budget.under_prefix(at + 1)
        });
        if full && rank < Rank::Overflow && rank != Rank::Now {
            return Admission::Later;
        }
        self.pages += 1;
        for prefix in prefixes {
            *self.by_prefix.entry(prefix).or_default() += 1;
        }
        Admission::Now
    }

    fn admit_off_site(&mut self, visit: &Visit) -> bool {
        let bound = match visit.ground {
            Ground::Neighbour => self.budget.per_neighbour_host,
            _ => self.budget.per_platform_host,
        };
        let on_host = self.by_host.entry(authority(&visit.url)).or_default();
        let admitted = *on_host < bound && self.off_site < self.budget.off_site();
        *on_host += u32::from(admitted);
        self.off_site += u32::from(admitted);
        admitted
    }

    /// Counts the different queries of one path.
    pub(super) fn has_room_for_query(&mut self, url: &Url) -> bool {
        if url.query().is_none() {
            return true;
        }
        let count = self.queries.entry(format!("{}{}", authority(url), url.path())).or_default();
        *count += 1;
        let bound = if names_a_page(url) { self.budget.max_pages } else { self.budget.queries_per_path };
        *count <= bound
    }
}

/// Parameters by which older systems name their pages: `index.asp?id=1163`.
const PAGE_NUMBERS: &[&str] =
    &["id", "pid", "p", "nid", "pageid", "page_id", "nodeid", "articleid", "objectid"];

/// Whether the query is nothing but a page's number.
fn names_a_page(url: &Url) -> bool {
    let mut pairs = url.query_pairs();
    let (Some((name, value)), None) = (pairs.next(), pairs.next()) else { return false };
    let number = !value.is_empty() && value.len() <= 9 && value.bytes().all(|b| b.is_ascii_digit());
    number && PAGE_NUMBERS.contains(&name.to_ascii_lowercase().as_str())
}

/// The address prefixes of one and of two path segments under which a page counts.
fn prefixes(url: &Url) -> Vec<String> {
    let host = authority(url);
    let segments: Vec<&str> =
        url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    (1..=segments.len().saturating_sub(1).min(2))
        .map(|taken| format!("{host}/{}", segments[..taken].join("/")))
        .collect()
}
