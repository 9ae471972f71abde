//! What was sent, and what came: counted where it is sent, for whoever accounts for it.
//!
//! Knows numbers; not why a thing was asked for.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use url::Url;

/// What a request was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// robots.txt, and where it redirects to.
    Robots,
    /// Anything else.
    Content,
}

/// Requests that were sent to one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Scheme, host and port; of a robots.txt those that it speaks of.
    pub place: Url,
    /// What for.
    pub purpose: Purpose,
    /// How many.
    pub requests: u64,
    /// Bytes of the answers' bodies: decoded, or as they came where they could not be read to their end.
    pub bytes: u64,
}

/// What was sent for one asker since it was last looked at.
#[derive(Debug, Default)]
pub struct Tally(Mutex<Vec<Sent>>);

impl Tally {
    /// Takes what was counted, and begins anew.
    pub fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, place: &Url, purpose: Purpose, bytes: usize) {
        let place = place.join("/").expect("an http address has a path");
        let bytes = u64::try_from(bytes).expect("a length fits in 64 bits");
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.iter_mut().find(|sent| sent.place == place && sent.purpose == purpose) {
            Some(sent) => {
                sent.requests += 1;
                sent.bytes += bytes;
            }
            None => all.push(Sent { place, purpose, requests: 1, bytes }),
        }
    }
}

/// Where a request is counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Account<'a> {
    pub(super) tally: &'a Tally,
    pub(super) place: &'a Url,
    pub(super) purpose: Purpose,
}

impl Account<'_> {
    /// One request went out, and so many bytes came.
    pub(super) fn sent(self, bytes: usize) {
        self.tally.add(self.place, self.purpose, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_added_by_place_and_purpose() {
        let tally = Tally::default();
        let url = |text| Url::parse(text).unwrap();
        for (address, purpose, bytes) in [
            ("https://x.example/a", Purpose::Content, 3),
            ("https://x.example/b?c", Purpose::Content, 4),
            ("https://x.example/robots.txt", Purpose::Robots, 5),
            ("http://x.example/a", Purpose::Content, 6),
        ] {
            Account { tally: &tally, place: &url(address), purpose }.sent(bytes);
        }
        let numbers: Vec<_> = tally
            .take()
            .into_iter()
            .map(|sent| (sent.place.to_string(), sent.requests, sent.bytes))
            .collect();
        let (secure, plain) = ("https://x.example/".to_owned(), "http://x.example/".to_owned());
        assert_eq!(numbers, [(secure.clone(), 2, 7), (secure, 1, 5), (plain, 1, 6)]);
        assert!(tally.take().is_empty());
    }
}
