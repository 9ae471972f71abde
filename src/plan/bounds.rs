//! A budget and what has been spent of it: per site, per foreign host, per path prefix, per path.
//!
//! Pure counting; knows nothing of links and click paths.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
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
    /// Not at all: so many pages of its host, or of hosts of others, are not asked for.
    Beyond,
    /// Not at all, and it has been counted.
    Never,
}

/// What has been spent of a budget.
#[derive(Debug)]
pub(super) struct Bounds {
    budget: Budget,
    pages: u32,
    off_site: u32,
    sitemaps: u32,
    /// Sitemap files that could not be read to their end.
    broken: u32,
    /// Redirects that cost no page.
    redirects: u32,
    by_host: FxHashMap<String, u32>,
    by_prefix: FxHashMap<String, u32>,
    /// By path: different queries. By path and the rest of a query: page numbers.
    queries: FxHashMap<String, u32>,
    /// Addresses that are not asked for, by their hash: their path had enough queries, for one.
    dropped: FxHashSet<u64>,
}

impl Bounds {
    /// Nothing has been spent.
    pub(super) fn new(budget: Budget) -> Self {
        Self {
            budget,
            pages: 0,
            off_site: 0,
            sitemaps: 0,
            broken: 0,
            redirects: 0,
            by_host: FxHashMap::default(),
            by_prefix: FxHashMap::default(),
            queries: FxHashMap::default(),
            dropped: FxHashSet::default(),
        }
    }

    /// Sitemap files that were more than are read, and those that could not be read to their end.
    pub(super) fn dropped_sitemaps(&self) -> u32 {
        self.sitemaps.saturating_sub(self.budget.sitemap_files) + self.broken
    }

    /// A sitemap file could not be read to its end.
    pub(super) fn sitemap_broke_off(&mut self) {
        self.broken += 1;
    }

    /// Addresses that were dropped since their path had enough queries, or as [`Bounds::drop_address`] was told.
    pub(super) fn dropped(&self) -> usize {
        self.dropped.len()
    }

    /// Whether the page budget is spent.
    pub(super) fn is_spent(&self) -> bool {
        self.pages >= self.budget.max_pages
    }

    /// Pages left of the budget.
    pub(super) fn pages_left(&self) -> usize {
        usize::try_from(self.budget.max_pages.saturating_sub(self.pages)).expect("a count fits")
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

    /// Gives a page back that was answered with a redirect: that is no page. Redirects may have no end, so only half as many
    /// as pages are free.
    pub(super) fn redirected(&mut self, visit: &Visit) {
        if visit.found != Found::SitemapFile && self.redirects < self.budget.max_pages / 2 {
            self.redirects += 1;
            self.pages = self.pages.saturating_sub(1);
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
            // A neighbour may be a site as large as the municipality's: what its links are called says nothing of that.
            if visit.ground == Ground::Neighbour {
                self.drop_address(&visit.url);
                return Admission::Never;
            }
            return Admission::Beyond;
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

    /// Counts the different queries of one path; those that differ in a page's number alone are one, and have a bound of
    /// their own. What there is no room for is noted.
    pub(super) fn has_room_for_query(&mut self, url: &Url) -> bool {
        let Some(query) = url.query() else { return true };
        let path = format!("{}{}", authority(url), url.path());
        let room = match without_page_number(query) {
            Some(rest) => self.has_room_for_number(&path, &rest),
            None => take_one(&mut self.queries, path, self.budget.queries_per_path),
        };
        if !room {
            self.drop_address(url);
        }
        room
    }

    /// Notes that an address is not asked for.
    pub(super) fn drop_address(&mut self, url: &Url) {
        if self.dropped.len() < self.budget.pending {
            let mut hasher = FxHasher::default();
            hasher.write(url.as_str().as_bytes());
            self.dropped.insert(hasher.finish());
        }
    }

    fn has_room_for_number(&mut self, path: &str, rest: &str) -> bool {
        let family = format!("{path}?{rest}");
        let is_known = self.queries.contains_key(&family);
        // A query of nothing but a number is no further query of its path.
        let may_begin = is_known
            || rest.is_empty()
            || take_one(&mut self.queries, path.to_owned(), self.budget.queries_per_path);
        may_begin && take_one(&mut self.queries, family, self.budget.max_pages)
    }
}

/// Counts one more, where the bound is not reached.
fn take_one(counts: &mut FxHashMap<String, u32>, key: String, bound: u32) -> bool {
    let count = counts.entry(key).or_default();
    let room = *count < bound;
    *count += u32::from(room);
    room
}

/// Parameters by which older systems name their pages, the most telling first: `index.asp?id=1163`,
/// `index.php?option=com_content&view=article&id=12:avgifter`.
const PAGE_NUMBERS: &[&str] = &[
    "id",
    "pid",
    "p",
    "nid",
    "pageid",
    "page_id",
    "nodeid",
    "articleid",
    "objectid",
    "docid",
    "newsid",
    "itemid",
    "service",
    "serviceid",
    "formid",
];

/// The parameters of a query beside the number of its page; nothing where there is no such number.
fn without_page_number(query: &str) -> Option<String> {
    let pairs: Vec<&str> = query.split('&').collect();
    let is_number = |value: &str| {
        let digits = value.split_once(':').map_or(value, |(digits, _name)| digits);
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let place = |known: &&str| {
        pairs.iter().position(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            name.eq_ignore_ascii_case(known) && is_number(value)
        })
    };
    let number = PAGE_NUMBERS.iter().find_map(place)?;
    Some([&pairs[..number], &pairs[number + 1..]].concat().join("&"))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of these queries of one path have room, and how many were dropped.
    fn check(queries: impl Iterator<Item = String>, expected: (usize, usize)) {
        let mut bounds = Bounds::new(Budget::of_pages(200));
        let mut has_room = |query: String| {
            bounds.has_room_for_query(&Url::parse(&format!("https://x.example/index.php?{query}")).unwrap())
        };
        let taken = queries.filter(|query| has_room(query.clone())).count();
        assert_eq!((taken, bounds.dropped()), expected);
    }

    #[test]
    fn pages_may_be_named_by_a_number_beside_other_parameters() {
        check((0..100).map(|n| format!("id={n}")), (100, 0));
        check((0..100).map(|n| format!("Service={n}")), (100, 0));
        check((0..100).map(|n| format!("option=com_content&view=article&id={n}")), (100, 0));
        check((0..100).map(|n| format!("view=article&id={n}:avgifter-{n}&catid={}", n % 5)), (100, 0));
        check((0..250).map(|n| format!("view=article&id={n}")), (200, 50));
    }

    #[test]
    fn calendars_and_facets_are_bounded_and_what_is_dropped_is_counted_once() {
        check((0..100).map(|n| format!("datum=2026-11-{n}")), (30, 70));
        check((0..100).map(|n| format!("a={n}&b={}", n * 7)), (30, 70));
        check((0..100).map(|n| format!("a={n}&id={n}")), (30, 70));
        check((0..300).map(|n| format!("datum={}", if n < 30 { n } else { 30 + n % 70 })), (30, 70));
    }

    #[test]
    fn sitemaps_beyond_the_bound_are_counted() {
        let mut bounds = Bounds::new(Budget { sitemap_files: 2, ..Budget::default() });
        let map = Visit {
            found: Found::SitemapFile,
            ..Visit::start(Url::parse("https://x.example/sitemap.xml").unwrap())
        };
        for _ in 0..5 {
            bounds.admit(Rank::SitemapFile, &map);
        }
        assert_eq!(bounds.dropped_sitemaps(), 3);
    }
}
