//! Whether a test is true at a place, and which sentences prove it. It must not know questions.

use smallvec::{SmallVec, smallvec};
use std::ops::Range;

use super::anchor::Anchors;
use super::compile::Test;
use super::lexicon::ConceptId;
use super::reading::{FIRST, Reading, TRAIL};

/// Where a test is tried.
#[derive(Debug, Clone)]
pub(super) struct Scope<'r> {
    pub reading: &'r Reading<'r>,
    /// Sentences of the place.
    pub sentences: Range<u32>,
    /// Headings above it, whose concepts count too.
    pub above: &'r [u32],
    /// Bytes of the (only) sentence, when a part of it is meant.
    pub within: Option<Range<u32>>,
}

/// The sentences that prove a test, in the order of the test's parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Proof {
    pub sentences: SmallVec<[u32; 6]>,
    /// Whether a part of it stands in the place itself, not only above it.
    pub own: bool,
}

impl Proof {
    fn at(sentence: u32) -> Self {
        Self { sentences: smallvec![sentence], own: true }
    }

    fn join(mut self, other: Self) -> Self {
        for sentence in other.sentences {
            if !self.sentences.contains(&sentence) {
                self.sentences.push(sentence);
            }
        }
        self.own |= other.own;
        self
    }
}

/// Tries a test.
pub(super) fn prove(test: &Test, scope: &Scope<'_>) -> Option<Proof> {
    match test {
        Test::Concept(id) => concept(*id, scope),
        Test::Signal(signal) => {
            let found = &scope.reading.by_signal[*signal as usize];
            first_in(found, &scope.sentences).map(Proof::at)
        }
        Test::All(tests) => {
            tests.iter().try_fold(Proof::default(), |proof, test| Some(proof.join(prove(test, scope)?)))
        }
        Test::Any(tests) => any(tests, scope),
        Test::Not(test) => prove(test, scope).is_none().then(Proof::default),
        Test::Sentence(test, anchors) => sentences(scope, anchors).find_map(|inner| prove(test, &inner)),
        Test::Block(test, anchors) => blocks(scope, anchors).find_map(|inner| prove(test, &inner)),
        Test::AtLeast(count, test, anchors) => at_least(*count, test, blocks(scope, anchors)),
        Test::Of(count, tests) => of(*count, tests, scope),
        Test::Heading(test) => heading(test, scope),
        Test::Subheading(test, anchors) => {
            blocks(scope, anchors).filter(begins_with_heading).find_map(|inner| prove(test, &inner))
        }
        Test::LinkText(test) => link_text(test, scope),
        Test::Section(test) => around(test, scope.reading.section(scope.sentences.start), scope),
        Test::Page(test) => around(test, FIRST..scope.reading.content().end, scope),
    }
}

/// A test on more than the place: what it finds is not the place's own.
fn around(test: &Test, sentences: Range<u32>, scope: &Scope<'_>) -> Option<Proof> {
    let proof = prove(test, &Scope { sentences, above: &[], within: None, reading: scope.reading })?;
    Some(Proof { own: false, ..proof })
}

fn concept(id: ConceptId, scope: &Scope<'_>) -> Option<Proof> {
    let reading = scope.reading;
    if let Some(range) = &scope.within {
        let held = reading.sentences[scope.sentences.start as usize].holds(id, Some(range));
        return held.then(|| Proof::at(scope.sentences.start));
    }
    let found = reading.holding(id);
    if found.is_empty() {
        return None;
    }
    if let Some(sentence) = first_in(found, &scope.sentences) {
        return Some(Proof::at(sentence));
    }
    let above = scope.above.iter().find(|sentence| found.binary_search(sentence).is_ok());
    above.map(|&sentence| Proof { sentences: smallvec![sentence], own: false })
}

fn first_in(sorted: &[u32], range: &Range<u32>) -> Option<u32> {
    let at = sorted.partition_point(|&sentence| sentence < range.start);
    sorted.get(at).copied().filter(|sentence| range.contains(sentence))
}

/// The first alternative that stands in the place itself, otherwise the first that is true.
fn any(tests: &[Test], scope: &Scope<'_>) -> Option<Proof> {
    let mut elsewhere = None;
    for test in tests {
        match prove(test, scope) {
            Some(proof) if proof.own => return Some(proof),
            Some(proof) => elsewhere = elsewhere.or(Some(proof)),
            None => {}
        }
    }
    elsewhere
}

/// Each sentence of the place that may matter.
fn sentences<'s>(scope: &'s Scope<'_>, anchors: &Anchors) -> impl Iterator<Item = Scope<'s>> {
    let numbers = anchors.sentences(scope.reading, &scope.sentences);
    numbers.into_iter().map(|number| Scope { sentences: number..number + 1, ..inner(scope) })
}

/// Each block of the place that may matter.
fn blocks<'s>(scope: &'s Scope<'_>, anchors: &Anchors) -> impl Iterator<Item = Scope<'s>> {
    let reading = scope.reading;
    let mut end = scope.sentences.start;
    anchors.sentences(reading, &scope.sentences).into_iter().filter_map(move |number| {
        if number < end {
            return None;
        }
        let whole = reading.block(number).map_or(number..number + 1, |block| reading.of_block[block].clone());
        end = whole.end.min(scope.sentences.end);
        Some(Scope { sentences: whole.start.max(scope.sentences.start)..end, ..inner(scope) })
    })
}

fn inner<'s>(scope: &'s Scope<'_>) -> Scope<'s> {
    Scope { reading: scope.reading, sentences: 0..0, above: &[], within: scope.within.clone() }
}

fn at_least<'s>(count: usize, test: &Test, blocks: impl Iterator<Item = Scope<'s>>) -> Option<Proof> {
    let mut proof = Proof::default();
    let mut found = 0;
    for block in blocks {
        if let Some(one) = prove(test, &block) {
            proof = proof.join(one);
            found += 1;
        }
        if found == count {
            return Some(proof);
        }
    }
    None
}

fn of(count: usize, tests: &[Test], scope: &Scope<'_>) -> Option<Proof> {
    let proofs: Vec<Proof> = tests.iter().filter_map(|test| prove(test, scope)).take(count).collect();
    (proofs.len() == count).then(|| proofs.into_iter().fold(Proof::default(), Proof::join))
}

fn begins_with_heading(scope: &Scope<'_>) -> bool {
    scope.reading.is_heading(scope.sentences.start)
}

fn heading(test: &Test, scope: &Scope<'_>) -> Option<Proof> {
    let own = begins_with_heading(scope).then_some(scope.sentences.start).into_iter();
    let above = if scope.above.is_empty() {
        scope.reading.above_sentence(scope.sentences.start)
    } else {
        scope.above
    };
    own.chain(above.iter().copied().filter(|&s| s != TRAIL))
        .find_map(|sentence| prove(test, &Scope { sentences: sentence..sentence + 1, ..inner(scope) }))
}

fn link_text(test: &Test, scope: &Scope<'_>) -> Option<Proof> {
    let links = &scope.reading.links;
    let from = links.partition_point(|link| link.sentence < scope.sentences.start);
    links[from..].iter().take_while(|link| link.sentence < scope.sentences.end).find_map(|link| {
        let within = Some(link.range.clone());
        prove(
            test,
            &Scope {
                sentences: link.sentence..link.sentence + 1,
                above: &[],
                within,
                reading: scope.reading,
            },
        )
    })
}
