//! The stylesheets that a site's pages name: asked for when the pages are done, few of them, and only on the site's
//! own ground.
//!
//! Pure; knows addresses, not what a sheet says.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;
use url::Url;

use super::visit::{Found, Visit};

/// Redirects of one sheet that are followed.
const MAX_HOPS: u8 = 3;
/// Failures in a row after which the rest is left.
const MAX_FAILURES: u8 = 4;

/// The stylesheets that are left to ask for.
#[derive(Debug)]
pub struct StyleSheets {
    waiting: VecDeque<Visit>,
    known: FxHashSet<String>,
    /// How many may still be asked for.
    left: u32,
    failures: u8,
}

impl StyleSheets {
    /// At most `bound` requests.
    pub fn new(bound: u32) -> Self {
        Self { waiting: VecDeque::new(), known: FxHashSet::default(), left: bound, failures: 0 }
    }

    /// Takes a sheet that a page, or another sheet, names.
    pub fn found(&mut self, from: &Visit, url: Url) {
        let room = u32::try_from(self.waiting.len()).is_ok_and(|waiting| waiting < self.left);
        if room && self.known.insert(url.as_str().to_owned()) {
            let depth = from.depth.saturating_add(1);
            self.waiting.push_back(Visit { depth, hops: 0, ..from.onward(url, Found::StyleSheet) });
        }
    }

    /// The next sheet to ask for.
    pub fn next_visit(&mut self) -> Option<Visit> {
        let visit = self.waiting.pop_front()?;
        self.left = self.left.checked_sub(1)?;
        Some(visit)
    }

    /// An answer came.
    pub fn answered(&mut self) {
        self.failures = 0;
    }

    /// An answer points elsewhere on the site.
    pub fn redirected(&mut self, from: &Visit, to: Url) {
        if from.hops < MAX_HOPS && self.known.insert(to.as_str().to_owned()) {
            self.waiting.push_front(Visit { hops: from.hops + 1, ..from.onward(to, Found::StyleSheet) });
        }
    }

    /// No answer came; when that happens again and again, the rest is left.
    pub fn failed(&mut self) {
        self.failures += 1;
        if self.failures >= MAX_FAILURES {
            self.waiting.clear();
            self.left = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(path: &str) -> Url {
        Url::parse("https://x.example/").unwrap().join(path).unwrap()
    }

    fn rest(sheets: &mut StyleSheets) -> Vec<String> {
        std::iter::from_fn(|| sheets.next_visit()).map(|visit| visit.url.path().to_owned()).collect()
    }

    #[test]
    fn each_once_and_few() {
        let (mut sheets, page) = (StyleSheets::new(3), Visit::start(address("/")));
        for path in ["/a.css", "/b.css", "/a.css", "/c.css", "/d.css"] {
            sheets.found(&page, address(path));
        }
        let first = sheets.next_visit().unwrap();
        assert_eq!((first.found, first.depth, first.via.as_ref()), (Found::StyleSheet, 1, Some(&page.url)));
        sheets.redirected(&first, address("/e.css"));
        assert_eq!(rest(&mut sheets), ["/e.css", "/b.css"]);
    }

    #[test]
    fn silence_ends_it() {
        let (mut sheets, page) = (StyleSheets::new(10), Visit::start(address("/")));
        for path in ["/a.css", "/b.css"] {
            sheets.found(&page, address(path));
        }
        for _ in 0..MAX_FAILURES {
            sheets.failed();
        }
        assert!(rest(&mut sheets).is_empty());
    }
}
