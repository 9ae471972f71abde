//! How the hosts of a site fare: their numbers, which of them are given up, and what their pages show.
//!
//! Pure; a part of a site's progress.

use std::collections::BTreeMap;
use std::hash::Hasher;

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHasher};
use url::Url;

use crate::archive::{HostCounts, Traffic};
use crate::fetch::{Purpose, Sent, Unreachable};
use crate::plan::Visit;

use super::answer::{RobotsSeen, Seen};
use super::progress::Progress;

/// The hosts that are asked for nothing more, with what was the last straw.
#[derive(Debug, Default)]
pub(super) struct GivenUp(FxHashMap<String, Unreachable>);

impl GivenUp {
    /// The host of an address is asked for nothing more.
    pub(super) fn add(&mut self, url: &Url, cause: &Unreachable) {
        self.0.entry(url.authority().to_owned()).or_insert_with(|| cause.clone());
    }

    /// The host of an address is asked again.
    pub(super) fn forgive(&mut self, url: &Url) {
        self.0.remove(url.authority());
    }

    /// Why the host of an address was given up, if it was.
    pub(super) fn cause(&self, url: &Url) -> Option<&Unreachable> {
        self.0.get(url.authority())
    }
}

impl Progress {
    /// Counts what was sent for a visit; `robots` was read for it.
    pub(super) fn count_sent(&mut self, sent: &[Sent], robots: Option<&RobotsSeen>) {
        self.counts.asked.get_or_insert_default();
        for one in sent {
            match one.purpose {
                Purpose::Robots => self.count_robots(one, robots),
                Purpose::Content => {
                    add(self.counts.asked.get_or_insert_default(), one);
                    let host = self.counts.hosts.entry(one.place.authority().to_owned()).or_default();
                    host.requests += one.requests;
                    host.bytes += one.bytes;
                }
            }
        }
    }

    fn count_robots(&mut self, sent: &Sent, robots: Option<&RobotsSeen>) {
        add(&mut self.counts.robots_asked, sent);
        let file = sent.place.join("/robots.txt").expect("an http address has a path");
        let is_read = robots.is_some_and(|robots| robots.url == file) || !self.is_new_robots(&file);
        self.counts.robots_in_vain += if is_read { 0 } else { sent.requests };
    }
}

fn add(traffic: &mut Traffic, sent: &Sent) {
    traffic.requests += sent.requests;
    traffic.bytes += sent.bytes;
}

/// Counts what came of a visit for its host.
pub(super) fn count(hosts: &mut BTreeMap<String, HostCounts>, visit: &Visit, seen: Seen<'_>) {
    let host = hosts.entry(visit.url.authority().to_owned()).or_default();
    match seen {
        Seen::Failure(Unreachable::Robots) => host.refused += 1,
        Seen::Failure(_) => host.failed += 1,
        Seen::Answer(answer) => host.failed += u64::from(answer.status >= 400),
    }
}

/// What a page shows, whatever name its host goes by: equal for pages of mirrors.
pub(super) fn likeness(html: &str, url: &Url) -> u64 {
    let (mut hasher, mut from) = (FxHasher::default(), 0);
    let authority = url.authority();
    let mut part = |part: &str| {
        hasher.write(part.trim_end_matches("https://").trim_end_matches("http://").as_bytes());
    };
    for at in memmem::find_iter(html.as_bytes(), authority) {
        part(&html[from..at]);
        from = at + authority.len();
    }
    part(&html[from..]);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors_show_the_same() {
        let shown = |address: &str, html: &str| likeness(html, &Url::parse(address).unwrap());
        let one = shown("https://www.x.example/", "<a href=https://www.x.example/a>A</a>");
        assert_eq!(one, shown("http://x.example/", "<a href=http://x.example/a>A</a>"));
        assert_ne!(one, shown("http://x.example/", "<a href=http://x.example/b>A</a>"));
    }
}
