//! Visits that wait, each by its place in a queue.
//!
//! They are kept small: a site may have fifty thousand of them, and hundreds of sites are under way at once.

use std::collections::BTreeMap;

use url::Url;

use super::scope::Ground;
use super::visit::{Found, Visit};

/// Visits by their places.
#[derive(Debug)]
pub(super) struct Waiting<Place> {
    visits: BTreeMap<Place, Small>,
    /// The pages that named them, each once for all that it named in a row.
    pages: Vec<Box<str>>,
}

/// A visit with its addresses as text.
#[derive(Debug)]
struct Small {
    url: Box<str>,
    via: Option<u32>,
    anchor: Box<str>,
    form: Option<Box<str>>,
    depth: u16,
    found: Found,
    ground: Ground,
    attempt: u8,
    hops: u8,
    turn: i8,
}

impl<Place: Copy + Ord> Waiting<Place> {
    /// Nothing waits.
    pub(super) fn new() -> Self {
        Self { visits: BTreeMap::new(), pages: Vec::new() }
    }

    /// Puts a visit at a place that is free.
    pub(super) fn put(&mut self, place: Place, visit: Visit) {
        let via = visit.via.map(|page| self.page(&page));
        let small = Small {
            url: String::from(visit.url).into_boxed_str(),
            via,
            anchor: visit.anchor.into_boxed_str(),
            form: visit.form.map(String::into_boxed_str),
            depth: visit.depth,
            found: visit.found,
            ground: visit.ground,
            attempt: visit.attempt,
            hops: visit.hops,
            turn: visit.turn,
        };
        self.visits.insert(place, small);
    }

    /// Takes the visit at a place away.
    pub(super) fn take(&mut self, place: Place) -> Option<Visit> {
        self.visits.remove(&place).map(|small| self.whole(&small))
    }

    /// Takes the first visit away.
    pub(super) fn pop_first(&mut self) -> Option<(Place, Visit)> {
        self.visits.pop_first().map(|(place, small)| (place, self.whole(&small)))
    }

    /// Takes all visits away for which `is_meant` holds, in order.
    pub(super) fn take_all(&mut self, is_meant: impl Fn(&Visit) -> bool) -> Vec<Visit> {
        let all = self.visits.iter().map(|(place, small)| (*place, self.whole(small)));
        let meant: Vec<(Place, Visit)> = all.filter(|(_, visit)| is_meant(visit)).collect();
        for (place, _) in &meant {
            self.visits.remove(place);
        }
        meant.into_iter().map(|(_, visit)| visit).collect()
    }

    /// The last place of all.
    pub(super) fn last(&self) -> Option<Place> {
        self.visits.last_key_value().map(|(place, _)| *place)
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.visits.len()
    }

    fn page(&mut self, page: &Url) -> u32 {
        if self.pages.last().is_none_or(|last| **last != *page.as_str()) {
            self.pages.push(page.as_str().into());
        }
        u32::try_from(self.pages.len() - 1).expect("fewer pages are visited than 32 bits count")
    }

    fn whole(&self, small: &Small) -> Visit {
        let address = |text: &str| Url::parse(text).expect("it is the text of an address");
        let page = |number: u32| address(&self.pages[number as usize]);
        Visit {
            url: address(&small.url),
            depth: small.depth,
            via: small.via.map(page),
            anchor: small.anchor.clone().into(),
            found: small.found,
            ground: small.ground,
            attempt: small.attempt,
            hops: small.hops,
            form: small.form.clone().map(String::from),
            turn: small.turn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_taken_whole() {
        let base = Url::parse("https://x.example/a%C3%A5?b=1#c").unwrap();
        let start = Visit::start(base.clone());
        let link = Visit {
            anchor: "Läs mer".to_owned(),
            form: Some("q=1".to_owned()),
            depth: 3,
            turn: -2,
            ..start.onward(base.join("/d").unwrap(), Found::Link)
        };
        let mut waiting = Waiting::new();
        waiting.put(2, link.clone());
        waiting.put(1, start.clone());
        waiting.put(3, Visit { depth: 4, ..link.clone() });
        assert_eq!(waiting.take(3), Some(Visit { depth: 4, ..link.clone() }));
        assert_eq!((waiting.take(3), waiting.pop_first()), (None, Some((1, start))));
        assert_eq!(waiting.take_all(|visit| visit.depth == 9), []);
        assert_eq!(waiting.take_all(|visit| visit.depth == 3), [link]);
        assert_eq!(waiting.len(), 0);
    }

    #[test]
    fn a_visit_that_waits_is_small() {
        assert!(size_of::<Small>() <= 80, "{}", size_of::<Small>());
    }
}
