//! One address per host that cannot exist: what the host answers to it, it answers to everything that is gone.
//!
//! Pure; knows hosts and addresses, not what an answer looks like.

use std::collections::BTreeMap;

use url::Url;

use super::platforms::Platforms;
use super::scope::{Ground, Scope, authority};
use super::visit::{Found, Visit};

/// Pages of a host before its answer to nonsense is of interest. A platform's is with the first: a portal that answers every
/// address with its front would pass for every service that links to it.
const LEAST_PAGES: u32 = 8;
/// Hosts of a site that are asked.
const MOST_HOSTS: usize = 24;
/// A path that nobody has.
const PATH: &str = "/kommunspegel-fragar-efter-en-sida-som-inte-finns";

/// The hosts of a site, and which of them have been asked for nonsense.
#[derive(Debug)]
pub struct Nonsense {
    platforms: Platforms,
    hosts: BTreeMap<String, Host>,
    asked: usize,
}

#[derive(Debug)]
struct Host {
    /// Pages until it is asked.
    missing: u32,
    first: Visit,
    asked: bool,
}

impl Nonsense {
    /// Nothing is known of the hosts of a site yet.
    pub fn new(scope: &Scope) -> Self {
        Self { platforms: scope.platforms().clone(), hosts: BTreeMap::new(), asked: 0 }
    }

    /// A page was got.
    pub fn page(&mut self, visit: &Visit) {
        let least = match visit.ground {
            Ground::Own if self.platforms.of(&visit.url).is_none() => LEAST_PAGES,
            Ground::Own | Ground::Platform | Ground::PlatformInner => 1,
            Ground::Linked | Ground::Neighbour => return,
        };
        let new = || Host { missing: least, first: visit.clone(), asked: false };
        let host = self.hosts.entry(authority(&visit.url)).or_insert_with(new);
        host.missing = host.missing.min(least).saturating_sub(1);
    }

    /// The next nonsense to ask for; nothing when all hosts of some size, and all platforms, have been asked.
    pub fn next_visit(&mut self) -> Option<Visit> {
        let ripe = |host: &&mut Host| !host.asked && host.missing == 0;
        let host = self.hosts.values_mut().find(ripe).filter(|_| self.asked < MOST_HOSTS)?;
        host.asked = true;
        self.asked += 1;
        let url: Url = host.first.url.join(PATH).ok()?;
        Some(Visit { anchor: String::new(), hops: 0, ..host.first.onward(url, Found::Nonsense) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(nonsense: &mut Nonsense, address: &str, ground: Ground) {
        let visit = Visit { ground, ..Visit::start(Url::parse(address).unwrap()) };
        nonsense.page(&visit);
    }

    fn asked(nonsense: &mut Nonsense) -> Vec<String> {
        std::iter::from_fn(|| nonsense.next_visit())
            .inspect(|visit| assert_eq!((visit.found, visit.url.path()), (Found::Nonsense, PATH)))
            .map(|visit| visit.url.host_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn hosts_of_some_size_and_platforms_are_asked_once() {
        let start = Url::parse("https://www.x.example/").unwrap();
        let mut nonsense = Nonsense::new(&Scope::new(&start, &[], Platforms::embedded()));
        for round in 1..=LEAST_PAGES {
            page(&mut nonsense, "https://www.x.example/a", Ground::Own);
            page(&mut nonsense, "https://www.y.example/", Ground::Neighbour);
            page(&mut nonsense, "https://www.z.example/", Ground::Linked);
            let expected = if round == LEAST_PAGES { vec!["www.x.example"] } else { Vec::new() };
            assert_eq!(asked(&mut nonsense), expected, "{round}");
        }
        page(&mut nonsense, "https://liten.x.example/", Ground::Own);
        assert!(asked(&mut nonsense).is_empty());
        page(&mut nonsense, "https://etjanst.x.example/bygglov", Ground::Own);
        page(&mut nonsense, "https://x.ist-asp.example/bygglov", Ground::Platform);
        assert_eq!(asked(&mut nonsense), ["etjanst.x.example", "x.ist-asp.example"]);
    }
}
