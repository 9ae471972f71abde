//! The demo nation as values: places, their hosts and pages. Knows not how a page is drawn or served.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::{Charset, NotFound, SearchBox, SearchEngine, Shape, Truth};
use crate::register::{MunicipalityCode, Register};

/// All invented municipalities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nation {
    places: Vec<Place>,
    register: Register,
}

/// One invented municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of its directory.
    pub slug: String,
    /// Its code in the nation's register.
    pub code: MunicipalityCode,
    /// Its name with "kommun".
    pub full_name: String,
    /// What it is like and which traps it holds, in a sentence.
    pub profile: String,
    /// Whether its hosts answer.
    pub reachability: Reachability,
    /// Its hosts, the web site first.
    pub hosts: Vec<Host>,
    /// What a careful reader would give it, per question.
    pub truths: Vec<Truth>,
}

/// Whether anything listens where a place's names lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reachability {
    /// Its hosts answer.
    Up,
    /// Connections are refused.
    Down,
}

/// One host of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Host name, in lower case.
    pub name: String,
    /// The name that its pages' titles end with.
    pub site_name: String,
    /// The system that it looks like.
    pub shape: Shape,
    /// What it answers where it has no page.
    pub not_found: NotFound,
    /// Where it has a search box.
    pub search_box: SearchBox,
    /// How its own search finds pages.
    pub search_engine: SearchEngine,
    /// Words that its search takes for others.
    pub synonyms: BTreeMap<String, String>,
    /// How it encodes its pages.
    pub charset: Charset,
    /// Text of its robots.txt; empty means that it has none.
    pub robots: String,
    /// Text of its sitemap, if it has one.
    pub sitemap: Option<String>,
    /// Fragment of HTML for the head of every page.
    pub header: String,
    /// Fragment of HTML for the foot of every page.
    pub footer: String,
    /// Its pages, in the order of their files' names.
    pub pages: Vec<Page>,
    /// Paths of documents and pictures on this host that any page of the place links to.
    pub documents: BTreeSet<String>,
}

/// One page, without what the system draws around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Path and query, percent-encoded as in requests.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Path of the page above it; the start page has none.
    pub parent: Option<String>,
    /// Whether it stands in the main menu.
    pub in_menu: bool,
    /// Whether the page above leaves it to its own content to link to it.
    pub unlisted: bool,
    /// When it was last changed, as `2026-09-14`.
    pub updated: Option<String>,
    /// HTML of its main content, or of the whole document.
    pub body: String,
    /// Whether the body is the whole document, with nothing to be drawn around it.
    pub whole: bool,
    /// The file that it was read from.
    pub file: String,
}

impl Nation {
    pub(super) fn new(places: Vec<Place>, register: Register) -> Self {
        Self { places, register }
    }

    /// The municipalities, in the order of their directories' names.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The register that lists them, like that of a real nation.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The place and host behind a host name.
    pub fn host(&self, name: &str) -> Option<(&Place, &Host)> {
        let hosts = self.places.iter().flat_map(|place| place.hosts.iter().map(move |host| (place, host)));
        hosts.into_iter().find(|(_, host)| host.name.eq_ignore_ascii_case(name))
    }
}

impl Host {
    /// The address of one of its paths.
    pub(super) fn url(&self, path: &str) -> Url {
        let address = format!("http://{}{path}", self.name);
        Url::parse(&address).expect("the register's and the host's names were read as addresses")
    }

    /// The page at a path with its query.
    pub fn page(&self, path: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.path == path)
    }

    /// The pages right below a page that it lists, by title.
    pub fn children<'a>(&'a self, page: &Page) -> Vec<&'a Page> {
        let below = |child: &&Page| !child.unlisted && child.parent.as_deref() == Some(page.path.as_str());
        let mut children: Vec<&Page> = self.pages.iter().filter(below).collect();
        children.sort_by(|a, b| a.title.cmp(&b.title).then_with(|| a.path.cmp(&b.path)));
        children
    }

    /// The pages above a page, from the start page down.
    pub fn ancestors<'a>(&'a self, page: &'a Page) -> Vec<&'a Page> {
        let above = |page: &&'a Page| page.parent.as_deref().and_then(|path| self.page(path));
        let mut chain: Vec<&Page> =
            std::iter::successors(above(&page), above).take(self.pages.len()).collect();
        chain.reverse();
        chain
    }
}
