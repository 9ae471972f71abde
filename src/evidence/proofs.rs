//! A question's rules, tried at the places of a page that are about its matter: once for places that are the same stretch of
//! text, and at so many places at most. It must not know what their proofs are worth.

use std::cell::OnceCell;

use super::anchor::Anchors;
use super::compile::CompiledQuestion;
use super::outcome::Proof;
use super::place::{Firmness, Place};
use super::reading::Reading;
use super::rule::{may_hold, prove};
use super::test::Test;

/// Most places of a page at which a question's rules are tried. Of a page one answer is kept and one beside it: where the
/// matter is named in more sentences, those where an answer is likely are enough.
const MOST: usize = 1000;

/// The rules of a question that can be true on a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'q> {
    pub full: Option<&'q Test>,
    pub partial: Option<&'q Test>,
}

impl<'q> Rules<'q> {
    pub(super) fn of(question: &'q CompiledQuestion, reading: &Reading<'_>) -> Self {
        Self {
            full: question.full.as_ref().filter(|test| may_hold(test, reading)),
            partial: question.partial.as_ref().filter(|test| may_hold(test, reading)),
        }
    }

    /// What is made of each place at which the rules are worth trying, in their order.
    pub(super) fn at_each<T>(
        self,
        reading: &Reading<'_>,
        places: &[Place<'_>],
        mut make: impl FnMut(&Place<'_>, &Proofs<'_>) -> T,
    ) -> Vec<T> {
        let chosen = self.chosen(reading, places);
        let same = |a: &&Place<'_>, b: &&Place<'_>| {
            a.sentences == b.sentences && std::ptr::eq(a.above.sentences, b.above.sentences)
        };
        let mut all = Vec::new();
        for stretch in chosen.chunk_by(same) {
            let proofs = Proofs {
                rules: self,
                reading,
                place: stretch[0],
                full: OnceCell::new(),
                partial: OnceCell::new(),
            };
            all.extend(stretch.iter().map(|place| make(place, &proofs)));
        }
        all
    }

    /// The places at which the rules are tried: where there are too many, first those that a heading names and those that
    /// hold what full points need.
    fn chosen<'p, 'r>(self, reading: &Reading<'_>, places: &'p [Place<'r>]) -> Vec<&'p Place<'r>> {
        if places.len() <= MOST {
            return places.iter().collect();
        }
        let needed = self.full.map(|test| Anchors::of(test).sentences(reading, &reading.content()));
        let holds = |place: &Place<'_>| {
            let needed = needed.as_deref().unwrap_or_default();
            let from = needed.partition_point(|&sentence| sentence < place.sentences.start);
            needed.get(from).is_some_and(|sentence| place.sentences.contains(sentence))
        };
        let first = |place: &&Place<'_>| place.firmness != Firmness::Sentence || holds(place);
        let (first, last): (Vec<_>, Vec<_>) = places.iter().partition(first);
        first.into_iter().chain(last).take(MOST).collect()
    }
}

/// What the rules come to in one stretch of text, sought when it is asked for.
pub(super) struct Proofs<'a> {
    rules: Rules<'a>,
    reading: &'a Reading<'a>,
    place: &'a Place<'a>,
    full: OnceCell<Option<Proof>>,
    partial: OnceCell<Option<Proof>>,
}

impl Proofs<'_> {
    fn prove(&self, test: Option<&Test>) -> Option<Proof> {
        prove(test?, &self.place.scope(self.reading))
    }

    /// The proof of full points.
    pub(super) fn full(&self) -> Option<&Proof> {
        self.full.get_or_init(|| self.prove(self.rules.full)).as_ref()
    }

    /// The proof of partial points.
    pub(super) fn partial(&self) -> Option<&Proof> {
        self.partial.get_or_init(|| self.prove(self.rules.partial)).as_ref()
    }
}
