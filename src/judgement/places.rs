//! Where hits lead: addresses spelt in one way, and what is known of the pages there. It must not know how hits are ranked.

use rustc_hash::FxHashMap;
use url::Url;

use crate::plan::normalise;

/// Redirects that are followed.
const MAX_HOPS: usize = 10;

/// A case of the rubric: number of the probe, number of the case.
pub(super) type CaseNumber = (usize, usize);

/// A place on the web: host, path and query, without what does not choose the page: the scheme, `www.`, a last stroke, and
/// the state of the visit.
pub(super) fn place(url: &Url) -> String {
    let one = normalise(url.as_str(), url).unwrap_or_else(|| url.clone());
    let host = one.authority().trim_start_matches("www.");
    let query = one.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{host}{}{query}", one.path().trim_end_matches('/'))
}

/// The pages that were read.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By place: the cases whose rule about the page is true of it.
    held: FxHashMap<String, Vec<CaseNumber>>,
    redirects: FxHashMap<String, String>,
}

impl Places {
    /// Takes what a page holds that was read, in whole or in part. Of a part nothing is known but what it holds.
    pub(super) fn page(&mut self, url: &Url, held: &[CaseNumber], is_whole: bool) {
        if is_whole || !held.is_empty() {
            self.held.entry(place(url)).or_default().extend(held);
        }
    }

    /// Takes where an address led.
    pub(super) fn redirected(&mut self, from: &Url, to: &Url) {
        self.redirects.insert(place(from), place(to));
    }

    /// Whether the page at a place is right for a case; `None` when it was not read.
    pub(super) fn holds(&self, place: &str, case: CaseNumber) -> Option<bool> {
        let mut at = place;
        for _ in 0..MAX_HOPS {
            if let Some(held) = self.held.get(at) {
                return Some(held.contains(&case));
            }
            at = self.redirects.get(at)?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> Url {
        Url::parse(address).unwrap()
    }

    #[test]
    fn places_are_spelt_in_one_way() {
        for (address, expected) in [
            ("https://www.x.example/a/", "x.example/a"),
            ("http://x.example/a?utm_source=sok", "x.example/a"),
            ("https://x.example/a?_t_q=b&_t_hit.pos=1&id=2#c", "x.example/a?id=2"),
            ("https://x.example/a?highlight=b", "x.example/a"),
            ("https://x.example/f%c3%b6rskola", "x.example/f%C3%B6rskola"),
            ("https://x.example:8080/", "x.example:8080"),
        ] {
            assert_eq!(place(&at(address)), expected, "{address}");
        }
    }

    #[test]
    fn what_is_known_of_a_page_is_known_behind_redirects_too() {
        let mut places = Places::default();
        places.page(&at("https://x.example/ny"), &[(1, 0)], true);
        places.page(&at("https://x.example/skal"), &[], false);
        places.redirected(&at("https://x.example/gammal/"), &at("https://x.example/ny"));
        places.redirected(&at("https://x.example/ring"), &at("https://x.example/ring/"));
        for (address, case, expected) in [
            ("https://x.example/ny/", (1, 0), Some(true)),
            ("https://x.example/ny", (1, 1), Some(false)),
            ("https://x.example/gammal", (1, 0), Some(true)),
            ("https://x.example/skal", (1, 0), None),
            ("https://x.example/annan", (1, 0), None),
            ("https://x.example/ring", (1, 0), None),
        ] {
            assert_eq!(places.holds(&place(&at(address)), case), expected, "{address}");
        }
    }
}
