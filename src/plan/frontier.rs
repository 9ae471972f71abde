//! The queue of one site: breadth first by click depth, then by turn, then in the order found.
//!
//! Knows ranks and what has been seen; not whose ground an address lies on.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::scope::Ground;
use super::visit::{Found, UNKNOWN_DEPTH, Visit};

/// When a visit's turn comes; lower ranks first, then the order in which they were offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Redirect targets, repeats after a wait, and the start page.
    Now,
    /// Sitemap files: they tell what there is.
    SitemapFile,
    /// Twice the click depth, and the turn among such pages; sitemap addresses come between depth 2 and 3. Depth stands
    /// before everything else, so that the click path of a page that is fetched is its shortest.
    Depth(u32, i8),
    /// More of a path prefix that has had its share.
    Overflow,
    /// Second chances at the end.
    Last,
}

impl Rank {
    /// The rank of a newly found address.
    fn of(visit: &Visit) -> Self {
        match visit.found {
            Found::Start | Found::Redirect => Self::Now,
            Found::SitemapFile => Self::SitemapFile,
            Found::Sitemap => Self::Depth(5, visit.turn),
            _ => Self::Depth(u32::from(visit.depth) * 2, visit.turn),
        }
    }
}

type Place = (Rank, u64);

/// What waits, and what has been seen.
#[derive(Debug)]
pub(super) struct Frontier {
    waiting: BTreeMap<Place, Visit>,
    places: FxHashMap<String, Place>,
    done: FxHashSet<String>,
    offered: u64,
    capacity: usize,
}

impl Frontier {
    /// An empty queue that holds at most `capacity` addresses.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            waiting: BTreeMap::new(),
            places: FxHashMap::default(),
            done: FxHashSet::default(),
            offered: 0,
            capacity,
        }
    }

    /// Whether an address has been fetched or waits.
    pub(super) fn knows(&self, url: &Url) -> bool {
        self.done.contains(url.as_str()) || self.places.contains_key(url.as_str())
    }

    /// Whether an address has had its visit, so that no offer of it changes anything.
    pub(super) fn is_done(&self, url: &Url) -> bool {
        self.done.contains(url.as_str())
    }

    /// Whether a page of the site waits nearer to the start page than so many clicks, so that no offer of it from there
    /// changes anything.
    pub(super) fn waits_nearer(&self, url: &Url, depth: u16) -> bool {
        let place = self.places.get(url.as_str());
        place.is_some_and(|place| {
            let nearer = matches!(place.0, Rank::Depth(at, _) if at < u32::from(depth) * 2);
            nearer
                && self
                    .waiting
                    .get(place)
                    .is_some_and(|visit| visit.ground == Ground::Own && visit.depth < depth)
        })
    }

    /// Puts a newly found address in its place. An address that waits already keeps the better rank and the
    /// shorter click path; one that was fetched stays as it was fetched.
    pub(super) fn offer(&mut self, visit: Visit) {
        if self.done.contains(visit.url.as_str()) {
            return;
        }
        let rank = Rank::of(&visit);
        if let Some(&place) = self.places.get(visit.url.as_str()) {
            self.improve(place, rank, visit);
        } else if self.waiting.len() < self.capacity || rank == Rank::Now {
            self.put(rank, visit);
        }
    }

    /// Menus offer the same addresses on every page: what improves nothing moves nothing.
    fn improve(&mut self, place: Place, rank: Rank, visit: Visit) {
        let waiting = self.waiting.get(&place).expect("every place holds a visit");
        let known = visit.depth != UNKNOWN_DEPTH;
        let shorter = known && (visit.depth < waiting.depth || waiting.depth == UNKNOWN_DEPTH);
        if !shorter && rank >= place.0 {
            return;
        }
        let waiting = self.waiting.remove(&place).expect("it was there a moment ago");
        let kept = if shorter { visit } else { waiting };
        let place = if rank < place.0 { (rank, self.number()) } else { place };
        self.places.insert(kept.url.as_str().to_owned(), place);
        self.waiting.insert(place, kept);
    }

    /// Puts a visit at a rank of its own, even if its address was visited before.
    pub(super) fn put(&mut self, rank: Rank, visit: Visit) {
        let place = (rank, self.number());
        self.places.insert(visit.url.as_str().to_owned(), place);
        self.waiting.insert(place, visit);
    }

    /// Puts a visit where it would stand had its address not been known.
    pub(super) fn renew(&mut self, visit: Visit) {
        if let Some(place) = self.places.remove(visit.url.as_str()) {
            self.waiting.remove(&place);
        }
        self.put(Rank::of(&visit), visit);
    }

    fn number(&mut self) -> u64 {
        self.offered += 1;
        self.offered
    }

    /// Takes the visit whose turn it is, with its rank.
    pub(super) fn take(&mut self) -> Option<(Rank, Visit)> {
        let ((rank, _), visit) = self.waiting.pop_first()?;
        self.places.remove(visit.url.as_str());
        self.done.insert(visit.url.as_str().to_owned());
        Some((rank, visit))
    }

    /// Takes everything out that waits and for which `gone` holds, in order; it is not asked for any more.
    pub(super) fn abandon(&mut self, gone: impl Fn(&Visit) -> bool) -> Vec<Visit> {
        let (out, kept) = std::mem::take(&mut self.waiting).into_iter().partition(|(_, visit)| gone(visit));
        self.waiting = kept;
        let out: BTreeMap<Place, Visit> = out;
        for visit in out.values() {
            self.places.remove(visit.url.as_str());
            self.done.insert(visit.url.as_str().to_owned());
        }
        out.into_values().collect()
    }

    /// How many addresses wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_order_pages_of_one_depth_and_no_others() {
        let mut frontier = Frontier::new(100);
        for (path, depth, turn) in [("/far", 2, -9), ("/late", 1, 3), ("/plain", 1, 0), ("/menu", 1, -1)] {
            frontier.offer(Visit { turn, ..visit(path, depth, Found::Link) });
        }
        frontier.offer(Visit { turn: -1, ..visit("/late", 1, Found::Link) });
        assert_eq!(order(frontier), ["/menu", "/late", "/plain", "/far"]);
    }

    fn visit(path: &str, depth: u16, found: Found) -> Visit {
        let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
        Visit { depth, found, ..Visit::start(url) }
    }

    fn order(mut frontier: Frontier) -> Vec<String> {
        std::iter::from_fn(|| frontier.take()).map(|(_, visit)| visit.url.path().to_owned()).collect()
    }

    #[test]
    fn breadth_first_with_sitemaps_after_depth_two() {
        let mut frontier = Frontier::new(100);
        frontier.offer(visit("/map", UNKNOWN_DEPTH, Found::Sitemap));
        frontier.offer(visit("/three", 3, Found::Link));
        frontier.offer(visit("/two", 2, Found::Link));
        frontier.offer(visit("/one-b", 1, Found::Link));
        frontier.offer(visit("/one-a", 1, Found::Link));
        frontier.offer(visit("/sitemap.xml", 0, Found::SitemapFile));
        frontier.offer(visit("/", 0, Found::Start));
        assert_eq!(order(frontier), ["/", "/sitemap.xml", "/one-b", "/one-a", "/two", "/map", "/three"]);
    }

    #[test]
    fn a_waiting_address_keeps_the_best_of_both() {
        let mut frontier = Frontier::new(100);
        frontier.offer(visit("/a", UNKNOWN_DEPTH, Found::Sitemap));
        frontier.offer(visit("/a", 4, Found::Link));
        frontier.offer(visit("/b", 3, Found::Link));
        let (_, first) = frontier.take().unwrap();
        assert_eq!((first.url.path(), first.depth), ("/a", 4));
        frontier.offer(visit("/a", 1, Found::Link));
        assert_eq!(order(frontier), ["/b"]);
    }

    #[test]
    fn what_waits_nearer_is_known_without_an_offer() {
        let mut frontier = Frontier::new(100);
        frontier.offer(visit("/a", 2, Found::Link));
        frontier.offer(visit("/map", UNKNOWN_DEPTH, Found::Sitemap));
        frontier.put(Rank::Overflow, visit("/full", 1, Found::Link));
        for (path, depth, nearer) in [
            ("/a", 3, true),
            ("/a", 2, false),
            ("/a", 1, false),
            ("/map", 9, false),
            ("/full", 9, false),
            ("/b", 9, false),
        ] {
            assert_eq!(
                frontier.waits_nearer(&visit(path, 0, Found::Link).url, depth),
                nearer,
                "{path} {depth}"
            );
        }
    }

    #[test]
    fn what_is_renewed_stands_where_it_would_stand_anew() {
        let mut frontier = Frontier::new(100);
        for path in ["/a", "/b"] {
            frontier.offer(visit(path, 1, Found::Link));
        }
        let (_, first) = frontier.take().unwrap();
        frontier.put(Rank::Last, first.clone());
        frontier.offer(visit("/far", 2, Found::Link));
        frontier.renew(first);
        assert_eq!(order(frontier), ["/b", "/a", "/far"]);
    }

    #[test]
    fn capacity_and_abandoning() {
        let mut frontier = Frontier::new(2);
        for path in ["/a", "/b", "/c"] {
            frontier.offer(visit(path, 1, Found::Link));
        }
        assert_eq!(frontier.waiting(), 2);
        assert_eq!(frontier.abandon(|visit| visit.url.path() == "/a").len(), 1);
        assert_eq!(order(frontier), ["/b"]);
    }
}
