//! What the hosts of a site bear before they are given up.
//!
//! Pure; a part of a site's progress. Counts what went wrong in a row, and looks whether it is the host that is silent or
//! one kind of its pages.

use rustc_hash::FxHashMap;
use url::Url;

use crate::fetch::Unreachable;
use crate::plan::{Found, Visit, is_document_address};

/// The strain at which a host is given up: five failures in a row, eight times "not now", or twenty errors (5xx).
const BREAKER: u32 = 40;

/// What went wrong with a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No answer in time.
    Silence,
    /// No answer.
    Failure,
    /// It wants to be left alone (429 or 503).
    PushBack,
    /// An error of the server.
    Error,
}

impl Trouble {
    /// The trouble that a failure is.
    pub(super) fn of(reason: &Unreachable) -> Self {
        if *reason == Unreachable::Timeout { Self::Silence } else { Self::Failure }
    }

    fn weight(self) -> u32 {
        match self {
            Self::Silence | Self::Failure => BREAKER / 5,
            Self::PushBack => BREAKER / 8,
            Self::Error => BREAKER / 20,
        }
    }
}

/// What a host may be slow at while it answers everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    SitemapFile,
    Document,
    /// The pages of a folder at its root, or those that lie in none.
    Folder(String),
}

impl Kind {
    fn of(visit: &Visit) -> Self {
        if visit.found == Found::SitemapFile {
            Self::SitemapFile
        } else if is_document_address(&visit.url) {
            Self::Document
        } else {
            let folder = visit.url.path().trim_start_matches('/').split_once('/');
            Self::Folder(folder.map(|(folder, _)| folder.to_owned()).unwrap_or_default())
        }
    }
}

/// What went wrong in a row with one host.
#[derive(Debug, Default)]
struct Row {
    strain: u32,
    /// The kind of page that all of it was silence about, if there is one.
    slow: Option<Kind>,
    /// The kinds that it is asked for when nothing else is left.
    aside: Vec<Kind>,
}

/// By host: how much went wrong in a row.
#[derive(Debug, Default)]
pub(super) struct Strain(FxHashMap<String, Row>);

impl Strain {
    /// Something went wrong; whether it is too much. Silence about one kind of pages is not, as long as no page of another
    /// kind has been asked for: pages of that kind have to wait from now on.
    pub(super) fn add(&mut self, visit: &Visit, trouble: Trouble) -> bool {
        let row = self.0.entry(visit.url.authority().to_owned()).or_default();
        let kind = (trouble == Trouble::Silence).then(|| Kind::of(visit));
        if row.strain == 0 {
            row.slow = kind;
        } else if row.slow != kind {
            row.slow = None;
        }
        if row.strain + trouble.weight() >= BREAKER
            && let Some(slow) = row.slow.take_if(|slow| !row.aside.contains(slow))
        {
            row.aside.push(slow);
            return false;
        }
        row.strain += trouble.weight();
        row.strain >= BREAKER
    }

    /// Whether a visit is to wait until nothing else is left: its host was silent about pages of its kind.
    pub(super) fn sets_aside(&self, visit: &Visit) -> bool {
        self.0.get(visit.url.authority()).is_some_and(|row| row.aside.contains(&Kind::of(visit)))
    }

    /// The host answered well.
    pub(super) fn relieve(&mut self, visit: &Visit) {
        if let Some(row) = self.0.get_mut(visit.url.authority()) {
            row.strain = 0;
            row.aside.retain(|kind| *kind != Kind::of(visit));
        }
    }

    /// Nothing is known against the host of an address any more.
    pub(super) fn forget(&mut self, url: &Url) {
        self.0.remove(url.authority());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(path: &str) -> Visit {
        let found = if path.ends_with("xml") { Found::SitemapFile } else { Found::Link };
        let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
        Visit { found, ..Visit::start(url) }
    }

    #[test]
    fn so_many_in_a_row_are_too_much() {
        let too_much = |trouble| {
            let mut strain = Strain::default();
            strain.add(&visit("/"), trouble);
            strain.relieve(&visit("/"));
            (1..100).find(|_| strain.add(&visit("/"), trouble)).unwrap()
        };
        assert_eq!((too_much(Trouble::Failure), too_much(Trouble::Error)), (5, 20));
        assert_eq!(too_much(Trouble::PushBack), 8);
        assert_eq!(too_much(Trouble::Silence), 6, "nothing of another kind was there");
    }

    #[test]
    fn silence_about_one_kind_is_not_the_hosts() {
        for kind in ["/{}.xml", "/dok/{}.pdf", "/kalender/{}", "/{}"] {
            let page = |number: u32| visit(&kind.replace("{}", &number.to_string()));
            let mut strain = Strain::default();
            let broken: Vec<bool> =
                (1..=5).map(|number| strain.add(&page(number), Trouble::Silence)).collect();
            assert_eq!(broken, [false; 5], "{kind}");
            let other = visit("/skola/b");
            assert!(strain.sets_aside(&page(6)) && !strain.sets_aside(&other), "{kind}");
            strain.relieve(&other);
            assert!(strain.sets_aside(&page(6)), "{kind}: it answers another kind");
            let broken = (6..=20).position(|number| strain.add(&page(number), Trouble::Silence));
            assert_eq!(broken, Some(4), "{kind}: five more in a row");
            strain.relieve(&page(6));
            assert!(!strain.sets_aside(&page(7)), "{kind}: it answers this one");
        }
    }

    #[test]
    fn silence_about_two_kinds_is_the_hosts() {
        let mut strain = Strain::default();
        let asked = ["/1.xml", "/2.xml", "/3.xml", "/4.xml", "/5.xml", "/a"];
        let broken = asked.map(|path| strain.add(&visit(path), Trouble::Silence));
        assert_eq!(broken, [false, false, false, false, false, true]);
        let mut strain = Strain::default();
        let asked = ["/a", "/kalender/1", "/b", "/c", "/d"];
        assert!(asked.map(|path| strain.add(&visit(path), Trouble::Silence))[4]);
    }
}
