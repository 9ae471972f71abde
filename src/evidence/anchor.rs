//! What must be held by a sentence or block in which a test is true, so that the others need not be tried.

use std::ops::Range;

use super::lexicon::ConceptId;
use super::reading::Reading;
use super::test::Test;
use crate::rubric::Signal;

/// A concept or a signal.
#[derive(Debug, Clone, Copy)]
enum Anchor {
    Concept(ConceptId),
    Signal(Signal),
}

/// Things of which a place must hold one for a test to be true there; `None` when nothing is needed for certain.
#[derive(Debug, Clone)]
pub(super) struct Anchors(Option<Vec<Anchor>>);

impl Anchors {
    /// The fewest such things of a test that is tried in a place of its own, without headings above.
    pub(super) fn of(test: &Test) -> Self {
        Self(needed(test))
    }

    /// The sentences of a range that hold one of them, in order; every sentence when nothing is needed for certain.
    pub(super) fn sentences(&self, reading: &Reading<'_>, range: &Range<u32>) -> Vec<u32> {
        let Some(anchors) = &self.0 else { return range.clone().collect() };
        let mut found = Vec::new();
        for anchor in anchors {
            let posted = match anchor {
                Anchor::Concept(id) => reading.holding(*id),
                Anchor::Signal(signal) => &reading.by_signal[*signal as usize],
            };
            let from = posted.partition_point(|&sentence| sentence < range.start);
            found.extend(posted[from..].iter().take_while(|&&sentence| sentence < range.end));
        }
        if anchors.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }
}

fn needed(test: &Test) -> Option<Vec<Anchor>> {
    match test {
        Test::Concept(id) => Some(vec![Anchor::Concept(*id)]),
        Test::Concepts(ids, _) => Some(ids.iter().copied().map(Anchor::Concept).collect()),
        Test::Signal(signal) => Some(vec![Anchor::Signal(*signal)]),
        Test::All(tests) => tests.iter().filter_map(needed).min_by_key(Vec::len),
        Test::Any(tests) => tests.iter().map(needed).collect::<Option<Vec<_>>>().map(|all| all.concat()),
        Test::Sentence(test, _) | Test::Block(test, _) | Test::LinkText(test) | Test::Subheading(test, _) => {
            needed(test)
        }
        Test::AtLeast(count, test, _) => needed(test).filter(|_| *count > 0),
        Test::Not(_)
        | Test::Heading(_)
        | Test::Nearest(_)
        | Test::Path(_)
        | Test::Section(..)
        | Test::Page(..)
        | Test::Of(..) => None,
    }
}
