//! The queue of one site: the cheapest address first (`ranking`), then in the order found.
//!
//! Knows ranks and what has been seen; not whose ground an address lies on.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::ranking;
use super::scope::Ground;
use super::visit::{Found, UNKNOWN_DEPTH, Visit};
use super::waiting::Waiting;

/// When a visit's turn comes; lower ranks first, then the order in which they were offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Redirect targets, repeats after a wait, and the start page.
    Now,
    /// Sitemap files: they tell what there is.
    SitemapFile,
    /// What it costs to come to the page.
    Cost(i32),
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
            _ => Self::Cost(ranking::cost(visit)),
        }
    }
}

type Place = (Rank, u64);

/// What waits, and what has been seen.
#[derive(Debug)]
pub(super) struct Frontier {
    waiting: Waiting<Place>,
    /// By [`key`].
    known: FxHashMap<u64, Known>,
    /// What found no room, by [`key`].
    dropped: FxHashSet<u64>,
    offered: u64,
    capacity: usize,
}

/// What is known of an address: most links of a page lead to one that needs no more than this.
#[derive(Debug, Default)]
struct Known {
    /// It has had its visit.
    done: bool,
    waits: Option<Waits>,
}

/// Where a visit waits, and what else of it is often asked.
#[derive(Debug, Clone, Copy)]
struct Waits {
    place: Place,
    ground: Ground,
    depth: u16,
}

/// Stands for an address: 64 bits, so that those of the largest sites, kept whole, do not fill the memory.
fn key(url: &Url) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.as_str().hash(&mut hasher);
    hasher.finish()
}

impl Frontier {
    /// An empty queue that holds at most `capacity` addresses.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            waiting: Waiting::new(),
            known: FxHashMap::default(),
            dropped: FxHashSet::default(),
            offered: 0,
            capacity,
        }
    }

    /// Whether an address has been fetched or waits.
    pub(super) fn knows(&self, url: &Url) -> bool {
        self.known.contains_key(&key(url))
    }

    /// Whether no offer of an address from so many clicks away changes anything: it has had its visit, or is a page of
    /// the site that waits nearer to the start page.
    pub(super) fn is_settled(&self, url: &Url, depth: u16) -> bool {
        self.known.get(&key(url)).is_some_and(|known| known.done || known.waits_nearer(depth))
    }

    /// Puts a newly found address in its place. An address that waits already keeps the better rank and the
    /// shorter click path; one that was fetched stays as it was fetched.
    pub(super) fn offer(&mut self, visit: Visit) {
        let known = self.known.get(&key(&visit.url));
        if known.is_some_and(|known| known.done) {
            return;
        }
        let rank = Rank::of(&visit);
        if let Some(waits) = known.and_then(|known| known.waits) {
            self.improve(waits, rank, visit);
        } else if self.waiting.len() < self.capacity || rank == Rank::Now {
            self.put(rank, visit);
        } else {
            self.crowd_in(rank, visit);
        }
    }

    /// Puts a visit where there is no room: the dearest of all goes, and is told as dropped.
    fn crowd_in(&mut self, rank: Rank, visit: Visit) {
        let Some(last) = self.waiting.last().filter(|last| rank < last.0) else {
            self.dropped.insert(key(&visit.url));
            return;
        };
        let gone = key(&self.waiting.take(last).expect("the last place holds a visit").url);
        let known = self.known.get_mut(&gone).expect("what waited is known");
        known.waits = None;
        if !known.done {
            self.known.remove(&gone);
        }
        self.dropped.insert(gone);
        self.put(rank, visit);
    }

    /// How many addresses found no room.
    pub(super) fn dropped(&self) -> usize {
        self.dropped.len()
    }

    /// Menus offer the same addresses on every page: what improves nothing moves nothing.
    fn improve(&mut self, Waits { place, depth, .. }: Waits, rank: Rank, visit: Visit) {
        // A path that is too long to count is worse than none that is known.
        let shorter = visit.depth < depth && !(depth == UNKNOWN_DEPTH && ranking::is_far(visit.depth));
        if !shorter && rank >= place.0 {
            return;
        }
        let waiting = self.waiting.take(place).expect("every place holds a visit");
        let kept = if shorter { visit } else { waiting };
        let place = if rank < place.0 { (rank, self.number()) } else { place };
        self.wait(place, kept);
    }

    /// Puts a visit at a rank of its own, even if its address was visited before.
    pub(super) fn put(&mut self, rank: Rank, visit: Visit) {
        let place = (rank, self.number());
        self.wait(place, visit);
    }

    fn wait(&mut self, place: Place, visit: Visit) {
        let waits = Waits { place, ground: visit.ground, depth: visit.depth };
        let key = key(&visit.url);
        self.dropped.remove(&key);
        self.known.entry(key).or_default().waits = Some(waits);
        self.waiting.put(place, visit);
    }

    fn done(&mut self, url: &Url) {
        let known = self.known.get_mut(&key(url)).expect("what waited is known");
        *known = Known { done: true, waits: None };
    }

    /// Puts a visit where it would stand had its address not been known.
    pub(super) fn renew(&mut self, visit: Visit) {
        if let Some(waits) = self.known.get(&key(&visit.url)).and_then(|known| known.waits) {
            self.waiting.take(waits.place);
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
        self.done(&visit.url);
        Some((rank, visit))
    }

    /// Takes everything out that waits and for which `gone` holds, in order; it is not asked for any more.
    pub(super) fn abandon(&mut self, gone: impl Fn(&Visit) -> bool) -> Vec<Visit> {
        let out = self.waiting.take_all(gone);
        for visit in &out {
            self.done(&visit.url);
        }
        out
    }

    /// How many addresses wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }
}

impl Known {
    /// Whether it is a page of the site that waits nearer to the start page than so many clicks.
    fn waits_nearer(&self, depth: u16) -> bool {
        self.waits.is_some_and(|Waits { place, ground, depth: nearer }| {
            matches!(place.0, Rank::Cost(_)) && ground == Ground::Own && nearer < depth
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_may_be_worth_more_than_a_click() {
        let mut frontier = Frontier::new(100);
        for (path, depth, turn) in [("/far", 2, -1), ("/news", 1, 3), ("/plain", 1, 0), ("/menu", 1, -1)] {
            frontier.offer(Visit { turn, ..visit(path, depth, Found::Link) });
        }
        frontier.offer(Visit { turn: 4, ..visit("/plain", 1, Found::Link) });
        assert_eq!(order(frontier), ["/menu", "/plain", "/far", "/news"]);
    }

    fn visit(path: &str, depth: u16, found: Found) -> Visit {
        let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
        Visit { depth, found, ..Visit::start(url) }
    }

    fn order(mut frontier: Frontier) -> Vec<String> {
        std::iter::from_fn(|| frontier.take()).map(|(_, visit)| visit.url.path().to_owned()).collect()
    }

    #[test]
    fn nearest_first_and_what_only_a_sitemap_names_last() {
        let mut frontier = Frontier::new(100);
        frontier.offer(visit("/map", UNKNOWN_DEPTH, Found::Sitemap));
        frontier.offer(visit("/three", 3, Found::Link));
        frontier.offer(visit("/two", 2, Found::Link));
        frontier.offer(visit("/one-b", 1, Found::Link));
        frontier.offer(visit("/one-a", 1, Found::Link));
        frontier.offer(visit("/sitemap.xml", 0, Found::SitemapFile));
        frontier.offer(visit("/", 0, Found::Start));
        assert_eq!(order(frontier), ["/", "/sitemap.xml", "/one-b", "/one-a", "/two", "/three", "/map"]);
    }

    #[test]
    fn a_waiting_address_keeps_the_best_of_both() {
        let mut frontier = Frontier::new(100);
        frontier.offer(visit("/a", UNKNOWN_DEPTH, Found::Sitemap));
        frontier.offer(visit("/a", 4, Found::Link));
        frontier.offer(visit("/b", 5, Found::Link));
        let (_, first) = frontier.take().unwrap();
        assert_eq!((first.url.path(), first.depth), ("/a", 4));
        frontier.offer(visit("/a", 1, Found::Link));
        assert_eq!(order(frontier), ["/b"]);
    }

    #[test]
    fn what_an_offer_does_not_change_is_known_without_one() {
        let mut frontier = Frontier::new(100);
        frontier.offer(visit("/done", 7, Found::Start));
        frontier.take().unwrap();
        frontier.offer(visit("/a", 2, Found::Link));
        frontier.offer(visit("/map", UNKNOWN_DEPTH, Found::Sitemap));
        frontier.put(Rank::Overflow, visit("/full", 1, Found::Link));
        for (path, depth, settled) in [
            ("/done", 0, true),
            ("/a", 3, true),
            ("/a", 2, false),
            ("/a", 1, false),
            ("/map", 9, false),
            ("/full", 9, false),
            ("/b", 9, false),
        ] {
            assert_eq!(
                frontier.is_settled(&visit(path, 0, Found::Link).url, depth),
                settled,
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
    fn where_there_is_no_room_the_dearest_goes_and_is_told() {
        let mut frontier = Frontier::new(2);
        for (path, depth) in [("/a", 3), ("/b", 2), ("/b", 2), ("/far", 4), ("/near", 1), ("/far", 4)] {
            frontier.offer(visit(path, depth, Found::Link));
        }
        assert_eq!((frontier.waiting(), frontier.dropped()), (2, 2));
        assert!(!frontier.knows(&visit("/a", 0, Found::Link).url));
        assert_eq!(frontier.take().unwrap().1.url.path(), "/near");
        frontier.offer(visit("/a", 2, Found::Link));
        assert_eq!((frontier.dropped(), order(frontier)), (1, vec!["/b".to_owned(), "/a".to_owned()]));
    }

    #[test]
    fn a_path_that_is_too_long_is_worse_than_none() {
        let mut frontier = Frontier::new(9);
        frontier.offer(visit("/map", UNKNOWN_DEPTH, Found::Sitemap));
        frontier.offer(visit("/map", 6, Found::Link));
        assert_eq!(frontier.take().unwrap().1.depth, UNKNOWN_DEPTH);
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
