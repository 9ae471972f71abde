//! Hosts that show the same pages: the site with and without `www`, by http and https, under an old name, and under any
//! name at all.
//!
//! Pure; knows addresses and the likeness of answers, not what is on a page.

use rustc_hash::{FxHashMap, FxHashSet};
use url::{Host, Url};

use super::scope::{Ground, authority, site_of};
use super::visit::{Found, UNKNOWN_DEPTH, Visit};

/// Pages that two places must show alike, and none otherwise, to be one.
const ALIKE: u32 = 3;
/// Hosts of one site after which it is asked whether every name answers.
const MANY_HOSTS: usize = 12;
/// A host that nobody has.
const NOBODY: &str = "kommunspegel-fragar-efter-en-vard-som-inte-finns";

/// The places (scheme, host and port) of a site's own pages.
#[derive(Debug, Default)]
pub(super) struct Mirrors {
    /// By path and query: the place that showed it first, and what it showed.
    shown: FxHashMap<String, (String, u64)>,
    /// By place and original: pages that are alike, and pages that are not.
    compared: FxHashMap<(String, String), (u32, u32)>,
    originals: FxHashMap<String, Url>,
    hosts: FxHashSet<String>,
    names: Names,
}

/// Whether every host name of the site's domain answers.
#[derive(Debug, Default, PartialEq, Eq)]
enum Names {
    #[default]
    Unasked,
    Asked,
    /// It does: hosts that are not known are invented.
    All,
}

impl Mirrors {
    /// Takes what a page shows; a place that turns out to be a mirror comes back.
    pub(super) fn page(&mut self, visit: &Visit, likeness: u64) -> Option<Url> {
        if visit.ground != Ground::Own {
            return None;
        }
        self.hosts.insert(authority(&visit.url));
        let (place, page) = (place(&visit.url), page(&visit.url));
        let (first, shown) = self.shown.entry(page).or_insert_with(|| (place.clone(), likeness));
        if *first == place {
            return None;
        }
        let (alike, other) = self.compared.entry((place.clone(), first.clone())).or_default();
        *if *shown == likeness { &mut *alike } else { &mut *other } += 1;
        if *alike < ALIKE || *other > 0 || self.originals.contains_key(&place) {
            return None;
        }
        let original = Url::parse(first).expect("a place is the beginning of an address");
        self.originals.insert(place, original);
        Some(visit.url.clone())
    }

    /// The address under which the site shows this page, if its place is a mirror.
    pub(super) fn original(&self, url: &Url) -> Option<Url> {
        let original = self.originals.get(&place(url))?;
        original.join(&page(url)).ok()
    }

    /// Whether an address lies on a mirror of the same place as another one.
    pub(super) fn is_beside(url: &Url, mirror: &Url) -> bool {
        place(url) == place(mirror)
    }

    /// A host that cannot exist, to be asked once when a site has very many.
    pub(super) fn next_visit(&mut self, start: &Url) -> Option<Visit> {
        if self.names != Names::Unasked || self.hosts.len() < MANY_HOSTS {
            return None;
        }
        self.names = Names::Asked;
        let (Host::Domain(_), site) = (start.host()?, site_of(start)) else { return None };
        let url = Url::parse(&format!("{}://{NOBODY}.{site}/", start.scheme())).ok()?;
        Some(Visit {
            found: Found::Nonsense,
            depth: UNKNOWN_DEPTH,
            via: Some(start.clone()),
            ..Visit::start(url)
        })
    }

    /// A page came from the host that cannot exist; whether that was new.
    pub(super) fn answered(&mut self, url: &Url) -> bool {
        let is_nobody = url.host_str().is_some_and(|host| host.starts_with(NOBODY));
        let new = is_nobody && self.names != Names::All;
        if new {
            self.names = Names::All;
        }
        new
    }

    /// Whether a host is one of many that any name makes.
    pub(super) fn is_invented(&self, url: &Url) -> bool {
        self.names == Names::All && !self.hosts.contains(&authority(url))
    }
}

/// Scheme, host and port.
fn place(url: &Url) -> String {
    url[..url::Position::BeforePath].to_owned()
}

/// Path and query.
fn page(url: &Url) -> String {
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(address: &str) -> Visit {
        Visit::start(Url::parse(address).unwrap())
    }

    #[test]
    fn three_pages_alike_make_a_mirror_and_one_that_is_not_does_not() {
        let mut mirrors = Mirrors::default();
        for (number, path) in (0..).zip(["/a", "/b", "/c", "/d"]) {
            assert!(mirrors.page(&visit(&format!("https://www.x.example{path}")), number).is_none());
            assert!(mirrors.page(&visit(&format!("https://bib.x.example{path}")), number / 3).is_none());
        }
        let found = (0..)
            .zip(["/a", "/b", "/c"])
            .filter_map(|(number, path)| mirrors.page(&visit(&format!("http://x.example{path}")), number));
        assert_eq!(found.count(), 1);
        let at = |address: &str| mirrors.original(&Url::parse(address).unwrap()).map(String::from);
        assert_eq!(at("http://x.example/z?q=1").as_deref(), Some("https://www.x.example/z?q=1"));
        assert_eq!(at("https://bib.x.example/z"), None);
    }

    #[test]
    fn many_hosts_are_asked_whether_every_name_answers() {
        let (mut mirrors, start) = (Mirrors::default(), Url::parse("https://www.x.example/").unwrap());
        for number in 0..MANY_HOSTS {
            assert_eq!(mirrors.next_visit(&start), None);
            mirrors.page(&visit(&format!("https://v{number}.x.example/")), 0);
        }
        let nobody = mirrors.next_visit(&start).unwrap();
        assert_eq!(nobody.url.as_str(), format!("https://{NOBODY}.x.example/"));
        assert_eq!(mirrors.next_visit(&start), None);
        let new = Url::parse("https://v99.x.example/").unwrap();
        assert!(!mirrors.is_invented(&new));
        assert!(mirrors.answered(&nobody.url) && !mirrors.answered(&nobody.url));
        assert!(mirrors.is_invented(&new));
        assert!(!mirrors.is_invented(&Url::parse("https://v3.x.example/b").unwrap()));
    }
}
