//! The plan of one site: scope, queue and budget together.
//!
//! Pure and deterministic: told the same findings in the same order, it names the same visits. Resuming rests on that.

use rustc_hash::FxHashMap;
use url::Url;

use super::address::{is_document_address, is_page_address};
use super::bounds::{Admission, Bounds};
use super::budget::Budget;
use super::documents::Documents;
use super::found::{FoundLink, depth_of, linked_visit};
use super::frontier::{Frontier, Rank};
use super::mirrors::Mirrors;
use super::names::FirstAnswer;
use super::places::{Looks, Places};
use super::ranking;
use super::scope::{Ground, Reference, Scope, authority};
use super::traps::is_trap;
use super::visit::{Found, UNKNOWN_DEPTH, Visit};

/// Redirects followed in a row.
const MAX_HOPS: u8 = 10;
/// Pages that must link to a host before it counts as a neighbour.
const LINKING_PAGES: u32 = 3;
/// Steps that a neighbour known by the number of links alone stands behind the site's own pages.
const NEIGHBOUR_DELAY: u16 = 2;

/// What is left to do on one site.
#[derive(Debug)]
pub struct SitePlan {
    start: Url,
    scope: Scope,
    pub(super) bounds: Bounds,
    pub(super) frontier: Frontier,
    pub(super) documents: Documents,
    linked_from: FxHashMap<String, u32>,
    places: Places,
    /// The visit that was planned last, if nobody is asked in it: its host has had all that is asked of a host of others.
    beyond: Option<Url>,
}

impl SitePlan {
    /// A plan that begins at `start`.
    pub fn new(start: Url, scope: Scope, budget: Budget) -> Self {
        let mut frontier = Frontier::new(budget.pending);
        frontier.offer(Visit::start(start.clone()));
        let documents = Documents::new(budget.documents, budget.pending);
        Self {
            start,
            scope,
            bounds: Bounds::new(budget),
            frontier,
            documents,
            linked_from: FxHashMap::default(),
            places: Places::default(),
            beyond: None,
        }
    }

    /// The visit whose turn it is, pages before documents, or `None` when nothing is left or the budget is spent.
    pub fn next_visit(&mut self) -> Option<Visit> {
        self.beyond = None;
        let nobody = self.places.names.next_visit(&self.start);
        nobody.or_else(|| self.next_page()).or_else(|| self.documents.next())
    }

    fn next_page(&mut self) -> Option<Visit> {
        while !self.bounds.is_spent() {
            let (rank, visit) = self.frontier.take()?;
            if self.is_needless(&visit) {
                continue;
            }
            match self.bounds.admit(rank, &visit) {
                Admission::Now => return Some(visit),
                Admission::Later => self.frontier.put(Rank::Overflow, visit),
                Admission::Beyond => {
                    self.beyond = Some(visit.url.clone());
                    return Some(visit);
                }
                Admission::Never => {}
            }
        }
        None
    }

    /// Whether the site's answers say that nothing new comes of a page: its host is one that any name makes, or it was read
    /// by another spelling of its address.
    fn is_needless(&mut self, visit: &Visit) -> bool {
        if visit.ground != Ground::Own || !visit.found.is_page() {
            return false;
        }
        if self.places.names.is_invented(&visit.url) && self.scope.platforms().of(&visit.url).is_none() {
            self.bounds.drop_address(&visit.url);
            return true;
        }
        self.places.is_read(visit)
    }

    /// Whether nobody is asked in the visit that was planned last, since so many pages of one host are not asked for.
    pub fn is_beyond(&self, visit: &Visit) -> bool {
        self.beyond.as_ref() == Some(&visit.url)
    }

    /// Whether an address lies on the site's own ground.
    pub fn is_own(&self, url: &Url) -> bool {
        self.scope.is_own(url)
    }

    /// Takes what a page shows. What waits on a place that turns out to be a mirror is asked for at the original.
    pub fn shows(&mut self, visit: &Visit, looks: Looks) {
        if visit.ground == Ground::Own
            && let Some(mirror) = self.places.page(&visit.url, looks)
        {
            self.move_waiting(&mirror);
        }
    }

    fn move_waiting(&mut self, mirror: &Url) {
        let moves = |waiting: &Visit| {
            waiting.found.is_page()
                && waiting.found != Found::Redirect
                && Mirrors::is_beside(&waiting.url, mirror)
        };
        for waiting in self.frontier.abandon(moves) {
            self.offer(Visit { attempt: 0, ..waiting });
        }
    }

    /// Takes a page that came for an address that cannot exist, by the likeness of its text: of a host that nobody has it says
    /// that every name answers. Whether it says so for the first time.
    pub fn nonsense_answered(&mut self, visit: &Visit, text: u64) -> bool {
        self.places.names.nobody_answered(&visit.url, FirstAnswer::Page(text))
    }

    /// The same of a redirect.
    pub fn nonsense_redirected(&mut self, visit: &Visit, to: Url) -> bool {
        self.places.names.nobody_answered(&visit.url, FirstAnswer::Redirect(to))
    }

    /// Takes the links of a page that was visited.
    pub fn found_links(&mut self, from: &Visit, links: &[FoundLink]) {
        if from.ground == Ground::Own && self.places.names.is_invented(&from.url) {
            return;
        }
        let mut hosts = Vec::new();
        for link in links {
            let depth = depth_of(from, link);
            if self.frontier.is_settled(&link.url, depth) {
                continue;
            }
            let reference =
                Reference { from: &from.url, ground: from.ground, to: &link.url, anchor: &link.anchor };
            if let Some(ground) = self.scope.ground(&reference) {
                self.offer(linked_visit(from, link, ground));
            } else if from.ground == Ground::Own {
                self.count_host(from, link, &mut hosts);
            }
        }
    }

    /// Counts the pages that link to a host elsewhere; the third one makes it a neighbour.
    fn count_host(&mut self, from: &Visit, link: &FoundLink, counted: &mut Vec<String>) {
        let host = authority(&link.url);
        if self.scope.platforms().is_never(link.url.host_str().unwrap_or_default()) {
            return;
        }
        if !counted.contains(&host) {
            *self.linked_from.entry(host.clone()).or_default() += 1;
            counted.push(host.clone());
        }
        if self.linked_from[&host] >= LINKING_PAGES {
            let visit = linked_visit(from, link, Ground::Neighbour);
            self.offer(Visit { depth: visit.depth.saturating_add(NEIGHBOUR_DELAY), ..visit });
        }
    }

    /// Takes the target of a redirect; the start page's redirect widens the scope. The redirect itself is no page, and costs
    /// none, within a bound.
    pub fn redirected(&mut self, from: &Visit, to: Url) {
        if from.attempt > 0 || !is_own_document(from) {
            self.bounds.redirected(from);
        }
        if from.ground == Ground::Own
            && from.found.is_page()
            && self.scope.is_own(&to)
            && let Some(mirror) = self.places.redirected(&from.url, &to)
        {
            self.move_waiting(&mirror);
        }
        if from.hops >= MAX_HOPS || self.frontier.knows(&to) {
            return;
        }
        if is_from_start(from) {
            self.scope.widen(&to);
        }
        let reference = Reference { from: &from.url, ground: from.ground, to: &to, anchor: &from.anchor };
        let ground = if from.found == Found::SitemapFile {
            self.scope.is_own(&to).then_some(Ground::Own)
        } else {
            self.scope.ground(&reference)
        };
        let Some(ground) = ground else { return };
        if from.found == Found::SitemapFile {
            self.frontier.offer(Visit { hops: from.hops + 1, ..from.onward(to, Found::SitemapFile) });
        } else {
            // Where an answer points is asked for there: an original may send to its mirror.
            self.take(Visit { ground, hops: from.hops + 1, ..from.onward(to, Found::Redirect) });
        }
    }

    /// Takes the address of a sitemap file of the site.
    pub fn found_sitemap_file(&mut self, via: &Url, url: Url) {
        if self.scope.is_own(&url) && !is_trap(&url) {
            let visit = Visit { via: Some(via.clone()), found: Found::SitemapFile, ..Visit::start(url) };
            self.frontier.offer(visit);
        }
    }

    /// A sitemap file could not be read to its end: what is left of it counts like a file that is not read.
    pub fn sitemap_broke_off(&mut self) {
        self.bounds.sitemap_broke_off();
    }

    /// Takes a page that a sitemap names; sitemaps speak for the site's own ground only.
    pub fn found_in_sitemap(&mut self, via: &Url, (url, priority): (Url, Option<f32>)) {
        if self.scope.is_own(&url) {
            let visit = Visit {
                depth: UNKNOWN_DEPTH,
                turn: ranking::of_entry(&url, priority),
                via: Some(via.clone()),
                found: Found::Sitemap,
                ..Visit::start(url)
            };
            self.offer(visit);
        }
    }

    /// A visit that was planned was not asked for after all (robots.txt refused it, its host was given up): it costs
    /// nothing.
    pub fn not_asked(&mut self, visit: &Visit) {
        if self.is_beyond(visit) {
            return;
        }
        if visit.attempt == 0 && is_own_document(visit) {
            self.documents.give_back();
        } else {
            self.bounds.give_back(visit);
        }
    }

    /// Asks again at once (the caller has waited).
    pub fn repeat_now(&mut self, visit: &Visit) {
        self.frontier.put(Rank::Now, Visit { attempt: visit.attempt + 1, ..visit.clone() });
    }

    /// Asks again when everything else is done.
    pub fn repeat_last(&mut self, visit: &Visit) {
        self.frontier.put(Rank::Last, Visit { attempt: visit.attempt + 1, ..visit.clone() });
    }

    /// Asks once more, in its turn and as if for the first time, for what its host did not give.
    pub fn ask_again(&mut self, visit: Visit) {
        let visit = Visit { attempt: 0, ..visit };
        if is_own_document(&visit) { self.documents.renew(visit) } else { self.frontier.renew(visit) }
    }

    /// Takes an address that a page or a sitemap names: of a mirror's page at the original.
    fn offer(&mut self, mut visit: Visit) {
        if visit.ground == Ground::Own
            && let Some(original) = self.places.original(&visit.url)
        {
            visit.url = original;
        }
        self.take(visit);
    }

    fn take(&mut self, visit: Visit) {
        let is_document = is_own_document(&visit);
        if !is_document && !is_page_address(&visit.url) {
            return;
        }
        if is_trap(&visit.url) {
            self.bounds.drop_address(&visit.url);
        } else if is_document {
            self.documents.offer(visit);
        } else if self.frontier.knows(&visit.url) || self.bounds.has_room_for_query(&visit.url) {
            self.frontier.offer(visit);
        }
    }
}

/// The start page, or a page to which it was redirected.
fn is_from_start(visit: &Visit) -> bool {
    visit.depth == 0 && matches!(visit.found, Found::Start | Found::Redirect | Found::Refresh)
}

/// A document of the site itself: those have a bound of their own.
fn is_own_document(visit: &Visit) -> bool {
    visit.ground == Ground::Own && is_document_address(&visit.url)
}

#[cfg(test)]
mod tests {
    use super::super::found::Spot;
    use super::super::platforms::Platforms;
    use super::*;

    fn plan(max_pages: u32) -> SitePlan {
        let start = address("/");
        let scope = Scope::new(&start, &[], Platforms::embedded());
        SitePlan::new(start, scope, Budget::of_pages(max_pages))
    }

    fn address(reference: &str) -> Url {
        Url::parse("https://www.norralven.example/").unwrap().join(reference).unwrap()
    }

    fn links(references: &[&str]) -> Vec<FoundLink> {
        let link = |reference: &&str| FoundLink {
            url: address(reference),
            anchor: String::new(),
            found: Found::Link,
            spot: Spot::Page,
        };
        references.iter().map(link).collect()
    }

    fn looks(likeness: u64) -> Looks {
        Looks { page: likeness, text: likeness }
    }

    fn rest(plan: &mut SitePlan) -> Vec<String> {
        std::iter::from_fn(|| plan.next_visit()).map(|visit| visit.url.to_string()).collect()
    }

    #[test]
    fn follows_links_within_scope_and_budget() {
        let mut plan = plan(3);
        let home = plan.next_visit().unwrap();
        plan.found_links(&home, &links(&["/a", "/b.zip", "https://annan.example/", "/a", "/c", "/d"]));
        assert_eq!(rest(&mut plan), [address("/a").to_string(), address("/c").to_string()]);
        assert!(plan.is_spent());
    }

    #[test]
    fn addresses_with_the_shape_of_a_trap_are_told() {
        let mut plan = plan(9);
        let home = plan.next_visit().unwrap();
        plan.found_links(&home, &links(&["/a/b/a/b/a/b", "/a", "/a/b/a/b/a/b", "/c/c/c.zip"]));
        assert_eq!((rest(&mut plan), plan.dropped()), (vec![address("/a").to_string()], 1));
    }

    #[test]
    fn a_redirected_start_page_widens_the_scope_and_other_redirects_do_not() {
        let mut plan = plan(10);
        let home = plan.next_visit().unwrap();
        plan.redirected(&home, address("https://ny.example/"));
        let new_home = plan.next_visit().unwrap();
        assert_eq!((new_home.url.as_str(), new_home.depth, new_home.hops), ("https://ny.example/", 0, 1));
        plan.found_links(&new_home, &links(&["https://ny.example/a"]));
        let page = plan.next_visit().unwrap();
        plan.redirected(&page, address("https://langt-bort.example/"));
        assert_eq!(plan.next_visit(), None);
    }

    #[test]
    fn the_third_linking_page_makes_a_neighbour() {
        let mut plan = plan(10);
        let home = plan.next_visit().unwrap();
        plan.found_links(&home, &links(&["/a", "/b", "https://bolaget.example/"]));
        for _ in 0..2 {
            let page = plan.next_visit().unwrap();
            plan.found_links(&page, &links(&["https://bolaget.example/", "https://www.facebook.com/x"]));
        }
        let neighbour = plan.next_visit().unwrap();
        assert_eq!(
            (neighbour.url.as_str(), neighbour.ground),
            ("https://bolaget.example/", Ground::Neighbour)
        );
        assert_eq!(plan.next_visit(), None);
    }

    #[test]
    fn platforms_are_bounded_by_host() {
        let mut plan = plan(400);
        let home = plan.next_visit().unwrap();
        plan.found_links(&home, &links(&["https://norralven.ist-asp.example/"]));
        let portal = plan.next_visit().unwrap();
        let many: Vec<String> = (0..100).map(|n| format!("https://norralven.ist-asp.example/{n}")).collect();
        plan.found_links(&portal, &links(&many.iter().map(String::as_str).collect::<Vec<_>>()));
        let (mut asked, mut beyond) = (0, 0);
        while let Some(visit) = plan.next_visit() {
            if plan.is_beyond(&visit) {
                plan.not_asked(&visit);
                beyond += 1;
            } else {
                asked += 1;
            }
        }
        assert_eq!((asked, beyond), (39, 61));
        assert!(!plan.is_spent());
    }

    #[test]
    fn a_crowded_prefix_waits_until_nothing_else_is_left() {
        let mut plan = plan(60);
        let home = plan.next_visit().unwrap();
        let mut many: Vec<String> = (0..80).map(|n| format!("/register/dag/{n}")).collect();
        many.push("/sist".to_owned());
        plan.found_links(&home, &links(&many.iter().map(String::as_str).collect::<Vec<_>>()));
        let visited = rest(&mut plan);
        assert_eq!(visited.len(), 59);
        assert_eq!(visited.iter().position(|url| url.ends_with("/sist")), Some(20));
    }

    #[test]
    fn documents_come_after_the_pages_within_a_bound_of_their_own() {
        let mut plan = plan(20);
        let home = plan.next_visit().unwrap();
        plan.found_links(&home, &links(&["/a.pdf", "/b", "/c.docx", "/a.pdf", "/d.zip", "/e.pdf"]));
        let expected = ["/b", "/a.pdf", "/c.docx"].map(|path| address(path).to_string());
        assert_eq!(rest(&mut plan), expected);
        assert_eq!((plan.is_spent(), plan.waiting()), (true, 1), "what is left is told");
    }

    #[test]
    fn a_small_budget_holds_what_a_site_is_about() {
        let mut plan = plan(100);
        let home = plan.next_visit().unwrap();
        let news = (0..60).map(|number| format!("/nyheter/{number}"));
        let areas = (0..9).map(|number| format!("/omrade{number}"));
        let all: Vec<String> = news.chain(areas).collect();
        plan.found_links(&home, &links(&all.iter().map(String::as_str).collect::<Vec<_>>()));
        let first: Vec<Visit> = std::iter::from_fn(|| plan.next_visit()).take(9).collect();
        assert!(first.iter().all(|visit| visit.url.path().starts_with("/omrade")), "{first:?}");
        // A page of the second click costs as much as the news of the first, and was found later.
        plan.found_links(&first[0], &links(&["/omrade0/sida"]));
        let rest = rest(&mut plan);
        assert_eq!(rest.iter().position(|url| url.ends_with("/omrade0/sida")), Some(50));
    }

    #[test]
    fn pages_of_a_mirror_are_asked_for_at_the_original() {
        let mut plan = plan(20);
        let home = plan.next_visit().unwrap();
        let other = |path: &str| format!("https://norralven.example{path}");
        let both = ["/a", "/b", "/c"].map(|path| [address(path).to_string(), other(path)]).concat();
        let later = [other("/d"), address("/d").to_string(), other("/e")];
        let all: Vec<&str> = both.iter().chain(&later).map(String::as_str).collect();
        plan.found_links(&home, &links(&all));
        for _ in 0..6 {
            let page = plan.next_visit().unwrap();
            plan.shows(&page, looks(page.url.path().len() as u64));
        }
        assert_eq!(rest(&mut plan), [address("/d").to_string(), address("/e").to_string()]);
    }

    #[test]
    fn redirects_cost_no_page_within_a_bound_and_their_place_is_learnt() {
        let mut plan = plan(20);
        let home = plan.next_visit().unwrap();
        let old: Vec<String> = (0..9).map(|n| format!("https://norralven.example/s{n}")).collect();
        plan.found_links(&home, &links(&old.iter().map(String::as_str).collect::<Vec<_>>()));
        let mut asked = Vec::new();
        while let Some(visit) = plan.next_visit() {
            asked.push(visit.url.to_string());
            if visit.url.host_str() == Some("norralven.example") {
                plan.redirected(&visit, address(visit.url.path()));
            }
        }
        assert_eq!(asked.iter().filter(|url| url.starts_with("https://norralven")).count(), 3);
        assert_eq!(asked.iter().filter(|url| url.starts_with("https://www")).count(), 9);
    }

    #[test]
    fn redirects_without_end_spend_the_budget() {
        let mut plan = plan(20);
        let mut asked = 0;
        while let Some(visit) = plan.next_visit() {
            asked += 1;
            plan.redirected(&Visit { hops: 0, ..visit }, address(&format!("/{asked}")));
        }
        assert_eq!(asked, 20 + 10);
    }

    #[test]
    fn a_page_that_was_read_by_another_spelling_is_not_asked_for() {
        let mut plan = plan(40);
        let home = plan.next_visit().unwrap();
        let both: Vec<String> = (0..9).flat_map(|n| [format!("/Sida{n}"), format!("/sida{n}/")]).collect();
        plan.found_links(&home, &links(&both.iter().map(String::as_str).collect::<Vec<_>>()));
        let mut asked = 0;
        while let Some(visit) = plan.next_visit() {
            asked += 1;
            let number = visit.url.path().bytes().find(u8::is_ascii_digit).unwrap();
            plan.shows(&visit, looks(number.into()));
        }
        assert_eq!(asked, 9 + 3);
    }

    #[test]
    fn sitemaps_have_a_bound_of_their_own() {
        let mut plan = plan(2);
        plan.next_visit();
        let map = address("/sitemap.xml");
        plan.found_sitemap_file(&address("/robots.txt"), map.clone());
        assert_eq!(plan.next_visit().unwrap().found, Found::SitemapFile);
        plan.found_in_sitemap(&map, (address("/a"), None));
        plan.found_in_sitemap(&map, (address("https://annan.example/"), None));
        assert_eq!(rest(&mut plan), [address("/a").to_string()]);
    }
}
