//! What tests on more than a place came to, a section or the whole page: each is tried once, however many places ask. It
//! must not know how tests are tried.

use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::ops::Range;

use super::outcome::Proof;

/// The number of a test and the sentences in which it was tried.
type Tried = (u32, Range<u32>);

/// The proofs that were found on one page, and where there is none.
#[derive(Debug, Default)]
pub(super) struct Wide(RefCell<FxHashMap<Tried, Option<Proof>>>);

impl Wide {
    /// The proof of a test in some sentences, sought when nobody has asked for it before.
    pub(super) fn once(
        &self,
        test: u32,
        sentences: Range<u32>,
        seek: impl FnOnce() -> Option<Proof>,
    ) -> Option<Proof> {
        let tried = (test, sentences);
        if let Some(known) = self.0.borrow().get(&tried) {
            return known.clone();
        }
        // Not borrowed meanwhile: a test may hold others of its kind.
        let found = seek();
        self.0.borrow_mut().insert(tried, found.clone());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_test_is_tried_once_in_the_same_sentences() {
        let (wide, tried) = (Wide::default(), RefCell::new(0));
        let ask = |test: u32, sentences: Range<u32>, found: bool| {
            let seek = || {
                *tried.borrow_mut() += 1;
                found.then(Proof::default)
            };
            wide.once(test, sentences, seek).is_some()
        };
        assert!(ask(1, 2..9, true) && ask(1, 2..9, false) && ask(2, 2..9, true));
        assert!(!ask(1, 2..5, false) && !ask(1, 2..5, true));
        assert_eq!(*tried.borrow(), 3);
    }
}
