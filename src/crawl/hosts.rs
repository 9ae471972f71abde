//! How the hosts of a site fare: their numbers, and what they bear before they are given up.
//!
//! Pure; a part of a site's progress.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use url::Url;

use crate::archive::{HostCounts, Traffic};
use crate::fetch::{Purpose, Sent, Unreachable};
use crate::plan::Visit;

use super::answer::{RobotsSeen, Seen};
use super::progress::Progress;

/// The strain at which a host is given up: five failures in a row, or twenty errors (5xx).
const BREAKER: u32 = 20;

/// What went wrong with a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No answer.
    Failure,
    /// An error of the server.
    Error,
}

/// By host: how much went wrong in a row.
#[derive(Debug, Default)]
pub(super) struct Strain(FxHashMap<String, u32>);

impl Strain {
    /// Something went wrong; whether it is too much.
    pub(super) fn add(&mut self, url: &Url, trouble: Trouble) -> bool {
        let strain = self.0.entry(url.authority().to_owned()).or_default();
        *strain += if trouble == Trouble::Failure { BREAKER / 5 } else { 1 };
        *strain >= BREAKER
    }

    /// Something went well.
    pub(super) fn relieve(&mut self, url: &Url) {
        self.0.remove(url.authority());
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_or_twenty_errors_in_a_row_are_too_much() {
        let url = Url::parse("https://x.example/").unwrap();
        let too_much = |trouble| {
            let mut strain = Strain::default();
            strain.add(&url, trouble);
            strain.relieve(&url);
            (1..100).find(|_| strain.add(&url, trouble)).unwrap()
        };
        assert_eq!((too_much(Trouble::Failure), too_much(Trouble::Error)), (5, 20));
    }
}
