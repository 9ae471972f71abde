//! Places that show the same pages: the site with and without `www`, by http and https, under an old name.
//!
//! Pure; knows addresses and the likeness of answers, not what is on a page.

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

/// Pages that two places must show alike, and none otherwise, to be one.
const ALIKE: u32 = 3;

/// The places (scheme, host and port) of a site's own pages.
#[derive(Debug, Default)]
pub(super) struct Mirrors {
    /// By path and query: the place that showed it first, and what it showed.
    shown: FxHashMap<String, (String, u64)>,
    /// By place and original: pages that are alike, and pages that are not.
    compared: FxHashMap<(String, String), (u32, u32)>,
    /// By place: how it redirects.
    redirects: FxHashMap<String, Redirects>,
    /// Places that showed a page themselves.
    showing: FxHashSet<String>,
    originals: FxHashMap<String, Url>,
}

/// How a place redirects.
#[derive(Debug)]
struct Redirects {
    /// Where the first one led.
    to: String,
    /// Those to the same page there, and all others.
    same: u32,
    other: u32,
}

impl Mirrors {
    /// Takes what a page of the site shows; a place that turns out to be a mirror comes back.
    pub(super) fn page(&mut self, url: &Url, likeness: u64) -> Option<Url> {
        let (place, page) = (place(url), page(url));
        if !self.showing.contains(&place) {
            self.showing.insert(place.clone());
        }
        let (first, shown) = self.shown.entry(page).or_insert_with(|| (place.clone(), likeness));
        if *first == place {
            return None;
        }
        let (alike, other) = self.compared.entry((place.clone(), first.clone())).or_default();
        *if *shown == likeness { &mut *alike } else { &mut *other } += 1;
        if *alike < ALIKE || *other > 0 {
            return None;
        }
        let original = first.clone();
        self.settle(url, &original)
    }

    /// Takes a redirect between addresses of the site; a place that shows nothing itself and sends every page to the same page
    /// at another place is a mirror of that, and comes back.
    pub(super) fn redirected(&mut self, from: &Url, to: &Url) -> Option<Url> {
        let (here, there) = (place(from), place(to));
        let redirects = self.redirects.entry(here.clone()).or_insert_with(|| Redirects {
            to: there.clone(),
            same: 0,
            other: 0,
        });
        let is_same = here != there && there == redirects.to && page(from) == page(to);
        *if is_same { &mut redirects.same } else { &mut redirects.other } += 1;
        if redirects.same < ALIKE || redirects.other > 0 || self.showing.contains(&here) {
            return None;
        }
        self.settle(from, &there)
    }

    /// Notes that the place of an address is a mirror, once.
    fn settle(&mut self, mirror: &Url, original: &str) -> Option<Url> {
        let place = place(mirror);
        if self.originals.contains_key(&place) {
            return None;
        }
        self.originals.insert(place, Url::parse(original).expect("a place is the beginning of an address"));
        Some(mirror.clone())
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

    fn at(address: &str) -> Url {
        Url::parse(address).unwrap()
    }

    #[test]
    fn three_pages_alike_make_a_mirror_and_one_that_is_not_does_not() {
        let mut mirrors = Mirrors::default();
        for (number, path) in (0..).zip(["/a", "/b", "/c", "/d"]) {
            assert!(mirrors.page(&at(&format!("https://www.x.example{path}")), number).is_none());
            assert!(mirrors.page(&at(&format!("https://bib.x.example{path}")), number / 3).is_none());
        }
        let found = (0..)
            .zip(["/a", "/b", "/c"])
            .filter_map(|(number, path)| mirrors.page(&at(&format!("http://x.example{path}")), number));
        assert_eq!(found.count(), 1);
        let original = |address: &str| mirrors.original(&at(address)).map(String::from);
        assert_eq!(original("http://x.example/z?q=1").as_deref(), Some("https://www.x.example/z?q=1"));
        assert_eq!(original("https://bib.x.example/z"), None);
    }

    #[test]
    fn a_place_that_sends_every_page_to_the_same_page_elsewhere_is_a_mirror_of_that() {
        let sent = |pages: &[(&str, &str)]| {
            let mut mirrors = Mirrors::default();
            let found = pages.iter().filter_map(|(from, to)| {
                let from = at("http://x.example").join(from).unwrap();
                mirrors.redirected(&from, &at("https://www.x.example").join(to).unwrap())
            });
            (found.count(), mirrors.original(&at("http://x.example/z?q=1")).map(String::from))
        };
        let same = [("/", "/"), ("/a", "/a"), ("/b?x=1", "/b?x=1"), ("/c", "/c")];
        assert_eq!(sent(&same), (1, Some("https://www.x.example/z?q=1".to_owned())));
        assert_eq!(sent(&same[..2]), (0, None));
        assert_eq!(sent(&[same[0], same[1], ("/gammal", "/ny"), same[2], same[3]]), (0, None));
        assert_eq!(sent(&[same[0], same[1], ("/b", "https://annan.x.example/b"), same[2]]), (0, None));
        let mut mirrors = Mirrors::default();
        mirrors.page(&at("http://x.example/egen"), 1);
        let found = ["/a", "/b", "/c"].map(|path| {
            mirrors.redirected(
                &at("http://x.example").join(path).unwrap(),
                &at("https://x.example").join(path).unwrap(),
            )
        });
        assert_eq!(found, [None, None, None], "it shows a page itself");
    }
}
