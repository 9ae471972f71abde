//! Addresses that differ in a slash at the end or in the case of letters alone: whether a place makes a difference between
//! them is learnt from what it shows.
//!
//! Pure; knows addresses and the likeness of answers, not what is on a page.

use rustc_hash::FxHashMap;
use url::{Position, Url};

/// Pairs that must be alike, and none otherwise, before the second of a pair is not asked for.
const ALIKE: u32 = 3;

/// In what two addresses of a pair differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Difference {
    Slash,
    Case,
}

/// The pages of a site that were read, and which differences its places make nothing of.
#[derive(Debug, Default)]
pub(super) struct Twins {
    /// By place and folded page: the page as it was read first, and the likeness of what it showed.
    read: FxHashMap<String, (String, u64)>,
    /// By place and difference: pairs that are alike, and pairs that are not.
    pairs: FxHashMap<(String, Difference), (u32, u32)>,
}

impl Twins {
    /// Takes what a page shows.
    pub(super) fn page(&mut self, url: &Url, likeness: u64) {
        let page = page(url);
        let (known, shown) = self.read.entry(folded(url)).or_insert_with(|| (page.to_owned(), likeness));
        let (differences, alike) = (differences(known, page), *shown == likeness);
        self.count(url, differences, alike);
    }

    /// Takes a redirect; one to the other address of a pair says that both are the same page.
    pub(super) fn redirected(&mut self, from: &Url, to: &Url) {
        if folded(from) == folded(to) {
            self.count(from, differences(page(from), page(to)), true);
        }
    }

    /// Whether the page was read by another address.
    pub(super) fn is_read(&self, url: &Url) -> bool {
        // Most places have shown no pair.
        if self.pairs.is_empty() {
            return false;
        }
        let Some((known, _)) = self.read.get(&folded(url)) else { return false };
        let mut differences = differences(known, page(url)).peekable();
        let means_nothing = |difference| {
            let pairs = self.pairs.get(&(place(url), difference));
            pairs.is_some_and(|(alike, other)| *alike >= ALIKE && *other == 0)
        };
        differences.peek().is_some() && differences.all(means_nothing)
    }

    fn count(&mut self, url: &Url, differences: impl Iterator<Item = Difference>, is_alike: bool) {
        for difference in differences {
            let (alike, other) = self.pairs.entry((place(url), difference)).or_default();
            *if is_alike { alike } else { other } += 1;
        }
    }
}

/// In what two pages that are folded alike differ.
fn differences(one: &str, other: &str) -> impl Iterator<Item = Difference> + use<> {
    let (one, other) = (path_of(one), path_of(other));
    let slash = (one.ends_with('/') != other.ends_with('/')).then_some(Difference::Slash);
    let case = (one.trim_end_matches('/') != other.trim_end_matches('/')).then_some(Difference::Case);
    slash.into_iter().chain(case)
}

fn path_of(page: &str) -> &str {
    page.split('?').next().unwrap_or(page)
}

/// Path and query.
fn page(url: &Url) -> &str {
    &url[Position::BeforePath..Position::AfterQuery]
}

/// Scheme, host and port.
fn place(url: &Url) -> String {
    url[..Position::BeforePath].to_owned()
}

/// The address without what may make no difference; a query is taken as it stands.
fn folded(url: &Url) -> String {
    let path = url.path().trim_end_matches('/').to_lowercase();
    format!("{}{path}?{}", &url[..Position::BeforePath], url.query().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Url {
        Url::parse("https://www.x.example").unwrap().join(path).unwrap()
    }

    /// Shows pages by what they show, then says which of the others have been read.
    fn check(shown: &[(&str, u64)], expected: &[(&str, bool)]) {
        let mut twins = Twins::default();
        for (path, likeness) in shown {
            twins.page(&at(path), *likeness);
        }
        for (path, is_read) in expected {
            assert_eq!(twins.is_read(&at(path)), *is_read, "{shown:?} {path}");
        }
    }

    #[test]
    fn three_pairs_alike_and_none_otherwise_make_no_difference() {
        let slashes =
            [("/a", 1), ("/a/", 1), ("/b/", 2), ("/b", 2), ("/c?x=1", 3), ("/c/?x=1", 3), ("/d", 4)];
        check(&slashes, &[("/d/", true), ("/d", false), ("/D", false), ("/d/?x=1", false), ("/e/", false)]);
        check(&slashes[..5], &[("/d/", false)]);
        let one_differs = [slashes.as_slice(), &[("/e", 5), ("/e/", 6)]].concat();
        check(&one_differs, &[("/d/", false)]);
        let cases = [("/Ab", 1), ("/ab", 1), ("/Bb", 2), ("/bb", 2), ("/Cc", 3), ("/CC", 3), ("/Dd", 4)];
        check(&cases, &[("/dd", true), ("/DD", true), ("/dd/", false), ("/Dd", false)]);
        let both = [("/Ab/", 1), ("/ab", 1), ("/Bb/", 2), ("/bb", 2), ("/Cc/", 3), ("/cC", 3), ("/Dd", 4)];
        check(&both, &[("/dd", true), ("/dd/", true)]);
    }

    #[test]
    fn redirects_within_pairs_say_the_same() {
        let mut twins = Twins::default();
        twins.page(&at("/d/"), 4);
        for path in ["/a", "/b", "/c"] {
            assert!(!twins.is_read(&at("/d")));
            twins.redirected(&at(path), &at(&format!("{path}/")));
            twins.redirected(&at(path), &at("/annat"));
        }
        assert!(twins.is_read(&at("/d")));
    }
}
