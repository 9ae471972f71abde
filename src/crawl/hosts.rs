//! How the hosts of a site fare: their numbers, and which of them are given up.
//!
//! Pure; a part of a site's progress.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use url::Url;

use crate::archive::{HostCounts, Traffic};
use crate::fetch::{Purpose, Sent, Unreachable};
use crate::plan::Visit;

use super::answer::{Answer, RobotsSeen, Seen};
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
        Seen::Answer(Answer { redirect_to: Some(_), .. }) => {}
        Seen::Answer(answer) => {
            host.failed += u64::from(Unreachable::of_status(answer.status).is_some());
        }
    }
}
