//! Whose ground an address lies on: the site's own, a linked platform's, a neighbour's, or nobody's of interest.
//!
//! Knows hosts and link texts; not how many pages may be fetched of each.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::platforms::Platforms;

/// Whose ground a planned address lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The site's registered domain or one of its portals.
    Own,
    /// A platform page that the site links to.
    Platform,
    /// A page of the same platform host, one step further.
    PlatformInner,
    /// A single page elsewhere whose link text promises a route.
    Linked,
    /// A page of another body that runs a matter for the site.
    Neighbour,
}

/// What belongs to one site.
#[derive(Debug, Clone)]
pub struct Scope {
    own: BTreeSet<String>,
    platforms: Platforms,
}

impl Scope {
    /// The site at `start`, with its portals and further hosts (`portals`: host names, `host:port`, or addresses).
    pub fn new(start: &Url, portals: &[String], platforms: Platforms) -> Self {
        let named = portals.iter().filter_map(|portal| portal_site(portal));
        Self { own: std::iter::once(site_of(start)).chain(named).collect(), platforms }
    }

    /// Takes the domain of `url` in: the start page of a renamed site points to its new domain.
    pub fn widen(&mut self, url: &Url) {
        self.own.insert(site_of(url));
    }

    /// Whether an address lies on the site's own ground.
    pub fn is_own(&self, url: &Url) -> bool {
        self.own.contains(&site_of(url)) || self.own.contains(&authority(url))
    }

    /// The marks of platforms and neighbours.
    pub(super) fn platforms(&self) -> &Platforms {
        &self.platforms
    }

    /// The ground of an address to which a page on ground `from` points with the text `anchor`; `None` when it
    /// is out of scope. Links *out of* other bodies' pages lead back to the site or stay on the same host.
    pub fn ground(&self, link: &Reference<'_>) -> Option<Ground> {
        if self.is_own(link.to) {
            return Some(Ground::Own);
        }
        let same_host = authority(link.from) == authority(link.to);
        match link.ground {
            Ground::Own => self.first_step(link),
            Ground::Platform if same_host => Some(Ground::PlatformInner),
            Ground::Neighbour if same_host => Some(Ground::Neighbour),
            _ => None,
        }
    }

    fn first_step(&self, link: &Reference<'_>) -> Option<Ground> {
        let host = link.to.host_str()?;
        if self.platforms.of(link.to).is_some() {
            Some(Ground::Platform)
        } else if self.platforms.is_never(host) {
            None
        } else if self.platforms.is_route(link.anchor) {
            Some(Ground::Linked)
        } else if self.platforms.is_neighbour(link.anchor) {
            Some(Ground::Neighbour)
        } else {
            None
        }
    }
}

/// A link as the scope sees it.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// The page that holds the link.
    pub from: &'a Url,
    /// The ground of that page.
    pub ground: Ground,
    /// Where the link points.
    pub to: &'a Url,
    /// The link's text.
    pub anchor: &'a str,
}

/// The registered domain by the public suffix list; an IP address stands for itself, with its port.
pub(super) fn site_of(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => psl::domain_str(name).unwrap_or(name).to_owned(),
        _ => authority(url),
    }
}

/// Whether two addresses lie within one registered domain, or on one host and port.
pub fn same_site(one: &Url, other: &Url) -> bool {
    site_of(one) == site_of(other)
}

/// The site that a register entry names: a whole address means its host alone, with its port.
fn portal_site(portal: &str) -> Option<String> {
    let address = if portal.contains("://") { portal.to_owned() } else { format!("https://{portal}") };
    Url::parse(&address).ok().map(|url| authority(&url))
}

/// Host, with the port where it is not the scheme's own.
pub(super) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: (&str, Ground), to: (&str, &str), expected: Option<Ground>) {
        let start = Url::parse("https://www.norralven.example/").unwrap();
        let portals = ["minasidor.grannen.example".to_owned(), "https://127.0.0.1:8080/x".to_owned()];
        let scope = Scope::new(&start, &portals, Platforms::embedded());
        let (page, target) = (Url::parse(from.0).unwrap(), Url::parse(to.0).unwrap());
        let link = Reference { from: &page, ground: from.1, to: &target, anchor: to.1 };
        assert_eq!(scope.ground(&link), expected, "{from:?} {to:?}");
    }

    #[test]
    fn from_the_site_itself() {
        let home = ("https://www.norralven.example/", Ground::Own);
        check(home, ("https://bibliotek.norralven.example/", ""), Some(Ground::Own));
        check(home, ("http://norralven.example/", ""), Some(Ground::Own));
        check(home, ("https://minasidor.grannen.example/x", ""), Some(Ground::Own));
        check(home, ("http://127.0.0.1:8080/", ""), Some(Ground::Own));
        check(home, ("http://127.0.0.1:8081/", ""), None);
        check(home, ("https://www.grannen.example/", "Grannen"), None);
        check(home, ("https://norralven.ist-asp.example/", "Logga in"), Some(Ground::Platform));
        check(home, ("https://okand.example/f", "Ansök här"), Some(Ground::Linked));
        check(home, ("https://avfallsbolaget.example/", "Sophämtning"), Some(Ground::Neighbour));
        check(home, ("https://www.facebook.com/x", "Boka oss"), None);
    }

    #[test]
    fn from_other_ground() {
        let platform = ("https://norralven.ist-asp.example/", Ground::Platform);
        check(platform, ("https://norralven.ist-asp.example/a", ""), Some(Ground::PlatformInner));
        check(platform, ("https://annan.ist-asp.example/a", ""), None);
        check(platform, ("https://www.norralven.example/a", ""), Some(Ground::Own));
        let inner = ("https://norralven.ist-asp.example/a", Ground::PlatformInner);
        check(inner, ("https://norralven.ist-asp.example/b", ""), None);
        let neighbour = ("https://avfallsbolaget.example/", Ground::Neighbour);
        check(neighbour, ("https://avfallsbolaget.example/b", ""), Some(Ground::Neighbour));
        check(neighbour, ("https://norralven.ist-asp.example/", "Ansök"), None);
    }
}
