//! The documents that a site's pages link to: they come after the pages, nearest to the start page first.
//!
//! Pure; knows addresses and clicks, not what a document holds.

use rustc_hash::FxHashSet;

use super::visit::Visit;
use super::waiting::Waiting;

/// Documents that wait, and how many more may be asked for.
#[derive(Debug)]
pub(super) struct Documents {
    waiting: Waiting<(u16, usize)>,
    known: FxHashSet<String>,
    offered: usize,
    left: u32,
    capacity: usize,
}

impl Documents {
    /// None yet; at most `bound` will be asked for, and `capacity` remembered.
    pub(super) fn new(bound: u32, capacity: usize) -> Self {
        Self { waiting: Waiting::new(), known: FxHashSet::default(), offered: 0, left: bound, capacity }
    }

    /// Takes a document that a page links to; the first link counts.
    pub(super) fn offer(&mut self, visit: Visit) {
        if self.known.len() < self.capacity && self.known.insert(visit.url.as_str().to_owned()) {
            self.renew(visit);
        }
    }

    /// Takes a document that is known to be asked for once more.
    pub(super) fn renew(&mut self, visit: Visit) {
        self.offered += 1;
        self.waiting.put((visit.depth, self.offered), visit);
    }

    /// The document whose turn it is.
    pub(super) fn next(&mut self) -> Option<Visit> {
        let left = self.left.checked_sub(1)?;
        let (_, visit) = self.waiting.pop_first()?;
        self.left = left;
        Some(visit)
    }

    /// Whether as many have been asked for as may be.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many will still be asked for.
    pub(super) fn to_come(&self) -> usize {
        self.waiting().min(usize::try_from(self.left).expect("a count fits"))
    }

    /// A document that had its turn was not asked for after all.
    pub(super) fn give_back(&mut self) {
        self.left = self.left.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn document(number: u16) -> Visit {
        let url = Url::parse(&format!("https://x.example/{number}.pdf")).unwrap();
        Visit { depth: number, ..Visit::start(url) }
    }

    #[test]
    fn asking_in_vain_costs_nothing() {
        let mut documents = Documents::new(2, 10);
        for _ in 0..5 {
            assert_eq!(documents.next(), None);
        }
        for number in [3, 1, 2] {
            documents.offer(document(number));
        }
        let mut next = || documents.next().map(|visit| visit.depth);
        assert_eq!([next(), next(), next()], [Some(1), Some(2), None]);
        assert!(documents.is_spent());
        assert_eq!(documents.waiting(), 1);
        documents.give_back();
        assert_eq!(documents.next().map(|visit| visit.depth), Some(3));
    }
}
