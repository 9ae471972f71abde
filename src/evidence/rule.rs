//! Whether a test is true at a place, and which sentences prove it. It must not know questions.

use std::ops::Range;

use super::anchor::Anchors;
use super::lexicon::ConceptId;
use super::links::SeenLink;
use super::outcome::{Outcome, Own, Proof};
use super::outline::Above;
use super::reading::{FIRST, Reading, TITLE, TRAIL};
use super::signature::OfConcepts;
use super::test::Test;

/// Where a test is tried.
#[derive(Debug, Clone)]
pub(super) struct Scope<'r> {
    pub reading: &'r Reading<'r>,
    /// Sentences of the place.
    pub sentences: Range<u32>,
    /// Headings above it, whose concepts count too.
    above: Above<'r>,
    /// Bytes of the (only) sentence, when a part of it is meant.
    within: Option<Range<u32>>,
    /// What concepts the place and the headings above may hold.
    held: OfConcepts,
}

/// Places of more sentences than this may hold anything: summing up what they hold would take longer than asking.
const NARROW: u32 = 6;

impl<'r> Scope<'r> {
    /// Some sentences with the headings above them.
    pub(super) fn new(reading: &'r Reading<'r>, sentences: Range<u32>, above: Above<'r>) -> Self {
        let mut held = OfConcepts::ALL;
        if sentences.end.saturating_sub(sentences.start) <= NARROW {
            held = *above.held;
            sentences.clone().for_each(|sentence| held.join(&reading.sentences[sentence as usize].held));
        }
        Self { reading, sentences, above, within: None, held }
    }

    /// One sentence alone.
    pub(super) fn sentence(reading: &'r Reading<'r>, number: u32) -> Self {
        let held = reading.sentences[number as usize].held;
        Self { reading, sentences: number..number + 1, above: Above::NONE, within: None, held }
    }

    /// The text of a link alone.
    pub(super) fn link(reading: &'r Reading<'r>, link: &SeenLink) -> Self {
        Self { within: Some(link.range.clone()), ..Self::sentence(reading, link.sentence) }
    }
}

/// Whether a test is true.
pub(super) fn holds(test: &Test, scope: &Scope<'_>) -> bool {
    tried::<()>(test, scope).is_some()
}

/// Whether a test is true and a part of what proves it stands in the place itself.
pub(super) fn holds_itself(test: &Test, scope: &Scope<'_>) -> bool {
    tried::<Own>(test, scope).is_some_and(|proof| proof.own())
}

/// The proof of a test that is true.
pub(super) fn prove(test: &Test, scope: &Scope<'_>) -> Option<Proof> {
    if holds(test, scope) { tried(test, scope) } else { None }
}

/// Whether a test can be true anywhere on a page: whether the page holds what the test needs.
pub(super) fn may_hold(test: &Test, reading: &Reading<'_>) -> bool {
    match test {
        Test::Concept(id) => !reading.holding(*id).is_empty(),
        Test::Concepts(ids, some) => {
            reading.held.meets(some) && ids.iter().any(|&id| !reading.holding(id).is_empty())
        }
        Test::Signal(signal) => !reading.by_signal[*signal as usize].is_empty(),
        Test::All(tests) => tests.iter().all(|test| may_hold(test, reading)),
        Test::Any(tests) => tests.iter().any(|test| may_hold(test, reading)),
        Test::Of(count, tests) => tests.iter().filter(|test| may_hold(test, reading)).count() >= *count,
        Test::Not(_) => true,
        Test::Sentence(test, _)
        | Test::Block(test, _)
        | Test::AtLeast(_, test, _)
        | Test::Heading(test)
        | Test::Nearest(test)
        | Test::Path(test)
        | Test::Subheading(test, _)
        | Test::LinkText(test)
        | Test::Section(test, _)
        | Test::Page(test, _) => may_hold(test, reading),
    }
}

fn tried<O: Outcome>(test: &Test, scope: &Scope<'_>) -> Option<O> {
    match test {
        Test::Concept(id) => concept(*id, scope),
        Test::Concepts(ids, some) => scope.held.meets(some).then(|| concepts(ids, scope)).flatten(),
        Test::Signal(signal) => {
            let found = &scope.reading.by_signal[*signal as usize];
            first_in(found, &scope.sentences).map(O::at)
        }
        Test::All(tests) => {
            tests.iter().try_fold(O::default(), |proof, test| Some(proof.join(tried(test, scope)?)))
        }
        Test::Any(tests) => best(tests.iter().map(|test| tried(test, scope))),
        Test::Not(test) => (!holds(test, scope)).then(O::default),
        Test::Sentence(test, anchors) => sentences(scope, anchors).find_map(|inner| tried(test, &inner)),
        Test::Block(test, anchors) => blocks(scope, anchors).find_map(|inner| tried(test, &inner)),
        Test::AtLeast(count, test, anchors) => at_least(*count, test, blocks(scope, anchors)),
        Test::Of(count, tests) => of(*count, tests, scope),
        Test::Heading(test) => heading(test, headings(scope), scope),
        Test::Nearest(test) => heading(test, headings(scope).take(1), scope),
        Test::Path(test) => path(test, scope),
        Test::Subheading(test, anchors) => {
            blocks(scope, anchors).filter(begins_with_heading).find_map(|inner| tried(test, &inner))
        }
        Test::LinkText(test) => link_text(test, scope),
        Test::Section(test, number) => {
            around((test, *number), scope.reading.section(scope.sentences.start), scope)
        }
        Test::Page(test, number) => around((test, *number), FIRST..scope.reading.content().end, scope),
    }
}

/// A test on more than the place, tried once for all places around which it is the same: what it finds is not the place's
/// own.
fn around<O: Outcome>((test, number): (&Test, u32), around: Range<u32>, scope: &Scope<'_>) -> Option<O> {
    let reading = scope.reading;
    let proof =
        reading.wide.once(number, around.clone(), || prove(test, &Scope::new(reading, around, Above::NONE)));
    proof.map(|proof| O::of(&proof).outside())
}

fn concept<O: Outcome>(id: ConceptId, scope: &Scope<'_>) -> Option<O> {
    if !scope.held.may_hold(id) {
        return None;
    }
    let reading = scope.reading;
    if let Some(range) = &scope.within {
        let held = reading.sentences[scope.sentences.start as usize].holds(id, Some(range));
        return held.then(|| O::at(scope.sentences.start));
    }
    let found = reading.holding(id);
    if found.is_empty() {
        return None;
    }
    if let Some(sentence) = first_in(found, &scope.sentences) {
        return Some(O::at(sentence));
    }
    let above = scope.above.sentences.iter().find(|sentence| found.binary_search(sentence).is_ok());
    above.map(|&sentence| O::at(sentence).outside())
}

fn concepts<O: Outcome>(ids: &[ConceptId], scope: &Scope<'_>) -> Option<O> {
    best(ids.iter().map(|&id| concept(id, scope)))
}

/// The first of some ascending numbers in a range.
pub(super) fn first_in(sorted: &[u32], range: &Range<u32>) -> Option<u32> {
    let at = sorted.partition_point(|&sentence| sentence < range.start);
    sorted.get(at).copied().filter(|sentence| range.contains(sentence))
}

/// The first alternative that stands in the place itself, otherwise the first that is true.
fn best<O: Outcome>(alternatives: impl Iterator<Item = Option<O>>) -> Option<O> {
    let mut elsewhere = None;
    for proof in alternatives.flatten() {
        if proof.own() {
            return Some(proof);
        }
        elsewhere = elsewhere.or(Some(proof));
    }
    elsewhere
}

/// Each sentence of the place that may matter.
fn sentences<'s>(scope: &'s Scope<'_>, anchors: &Anchors) -> impl Iterator<Item = Scope<'s>> {
    let numbers = anchors.sentences(scope.reading, &scope.sentences);
    numbers
        .into_iter()
        .map(|number| Scope { within: scope.within.clone(), ..Scope::sentence(scope.reading, number) })
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
        let sentences = whole.start.max(scope.sentences.start)..end;
        Some(Scope { within: scope.within.clone(), ..Scope::new(reading, sentences, Above::NONE) })
    })
}

fn at_least<'s, O: Outcome>(count: usize, test: &Test, blocks: impl Iterator<Item = Scope<'s>>) -> Option<O> {
    let mut proofs = blocks.filter_map(|block| tried::<O>(test, &block));
    (0..count).try_fold(O::default(), |all, _| Some(all.join(proofs.next()?)))
}

fn of<O: Outcome>(count: usize, tests: &[Test], scope: &Scope<'_>) -> Option<O> {
    let mut proofs = tests.iter().filter_map(|test| tried::<O>(test, scope));
    (0..count).try_fold(O::default(), |all, _| Some(all.join(proofs.next()?)))
}

fn begins_with_heading(scope: &Scope<'_>) -> bool {
    scope.reading.is_heading(scope.sentences.start)
}

/// The place's own heading, and those above it, nearest first.
fn headings<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = u32> + 's {
    let own = begins_with_heading(scope).then_some(scope.sentences.start).into_iter();
    let above = if scope.above.sentences.is_empty() {
        scope.reading.above_sentence(scope.sentences.start)
    } else {
        scope.above
    };
    own.chain(above.sentences.iter().copied().filter(|&sentence| sentence != TRAIL))
}

fn heading<O: Outcome>(test: &Test, mut headings: impl Iterator<Item = u32>, scope: &Scope<'_>) -> Option<O> {
    headings.find_map(|number| tried(test, &Scope::sentence(scope.reading, number)))
}

/// Breadcrumb and address, title, main heading: each is tried alone, and none is the place's own.
fn path<O: Outcome>(test: &Test, scope: &Scope<'_>) -> Option<O> {
    let reading = scope.reading;
    let main = reading.main_heading().map(|block| reading.of_block[block].start);
    heading(test, [TRAIL, TITLE].into_iter().chain(main), scope).map(O::outside)
}

fn link_text<O: Outcome>(test: &Test, scope: &Scope<'_>) -> Option<O> {
    let mut links = scope.reading.links_in(&scope.sentences).iter();
    links.find_map(|link| tried(test, &Scope::link(scope.reading, link)))
}
