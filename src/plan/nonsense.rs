//! One address per host that cannot exist: what the host answers to it, it answers to everything that is gone.
//!
//! Pure; knows hosts and addresses, not what an answer looks like.

use std::collections::BTreeMap;

use url::Url;

use super::scope::{Ground, authority};
use super::visit::{Found, Visit};

/// Pages of a host before its answer to nonsense is of interest.
const LEAST_PAGES: u32 = 8;
/// Hosts of a site that are asked.
const MOST_HOSTS: usize = 8;
/// A path that nobody has.
const PATH: &str = "/kommunspegel-fragar-efter-en-sida-som-inte-finns";

/// The hosts of a site, and which of them have been asked for nonsense.
#[derive(Debug, Default)]
pub struct Nonsense {
    hosts: BTreeMap<String, Host>,
    asked: usize,
}

#[derive(Debug)]
struct Host {
    pages: u32,
    first: Visit,
    asked: bool,
}

impl Nonsense {
    /// A page was got.
    pub fn page(&mut self, visit: &Visit) {
        if matches!(visit.ground, Ground::Own | Ground::Platform | Ground::PlatformInner) {
            let new = || Host { pages: 0, first: visit.clone(), asked: false };
            self.hosts.entry(authority(&visit.url)).or_insert_with(new).pages += 1;
        }
    }

    /// The next nonsense to ask for; nothing when all hosts of some size have been asked.
    pub fn next_visit(&mut self) -> Option<Visit> {
        let ripe = |host: &&mut Host| !host.asked && host.pages >= LEAST_PAGES;
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

    #[test]
    fn hosts_of_some_size_are_asked_once() {
        let mut nonsense = Nonsense::default();
        let visit = |address: &str| Visit::start(Url::parse(address).unwrap());
        for _ in 0..LEAST_PAGES {
            nonsense.page(&visit("https://www.x.example/a"));
            nonsense.page(&Visit { ground: Ground::Neighbour, ..visit("https://www.y.example/") });
        }
        nonsense.page(&visit("https://liten.x.example/"));
        let asked = nonsense.next_visit().unwrap();
        assert_eq!((asked.url.host_str(), asked.url.path()), (Some("www.x.example"), PATH));
        assert_eq!(asked.found, Found::Nonsense);
        assert_eq!(nonsense.next_visit(), None);
    }
}
