//! The search boxes of a site's pages, counted in any order. It must not know how a search box is recognised.

use rustc_hash::FxHashMap;

use super::finding::PageFindings;
use super::site::Visit;
use crate::rubric::Points;

/// The share of pages with a search box that counts as all: forms and print views often lack it.
const ALL: f64 = 0.95;

/// Pages with and without a search box.
#[derive(Debug, Default)]
pub(super) struct SearchBoxes {
    /// By host: pages below the start page with a search box, and all of them.
    below: FxHashMap<String, (u32, u32)>,
    /// The start page's host, and whether that page has one.
    start: Option<(String, bool)>,
}

impl SearchBoxes {
    /// Counts a page.
    pub(super) fn add(&mut self, page: &PageFindings, visit: &Visit) {
        let host = page.url.host_str().unwrap_or_default().to_owned();
        if visit.depth == Some(0) {
            self.start = self.start.take().max(Some((host, page.search_box)));
            return;
        }
        let (with, all) = self.below.entry(host).or_default();
        *with += u32::from(page.search_box);
        *all += 1;
    }

    /// The points for "a search box on every page", and of how many pages below the start page how many have one.
    pub(super) fn points(&self) -> (Points, u32, u32) {
        let (host, start) = self.start.clone().unwrap_or_default();
        let (with, all) = self.below.get(&host).copied().unwrap_or_default();
        let everywhere = start && with > 0 && f64::from(with) >= ALL * f64::from(all);
        let points = match (everywhere, start || with > 0) {
            (true, _) => Points::Full,
            (false, true) => Points::Partial,
            (false, false) => Points::None,
        };
        (points, with, all)
    }
}
