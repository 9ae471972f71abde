//! Where on a page a question's matter stands: in the main heading, a section's heading, or a sentence.

use std::ops::Range;

use super::compile::CompiledQuestion;
use super::reading::{FIRST, Reading, TITLE, TRAIL};
use super::rule::{Proof, Scope, prove};
use crate::page::{BlockKind, Zone};

/// How firmly the matter stands, firmest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Firmness {
    Sentence,
    Section,
    Page,
}

/// A place that is about the matter.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub firmness: Firmness,
    /// The sentences in which rules are tried.
    pub sentences: Range<u32>,
    /// The sentence that names the matter.
    pub names: u32,
    /// Headings above.
    pub above: Vec<u32>,
}

/// Blocks of a list or table that still belong to the sentence that introduces them.
const FOLLOWERS: usize = 40;

/// All places of a page that are about the question's matter, in document order.
pub(super) fn places(reading: &Reading<'_>, question: &CompiledQuestion) -> Vec<Place> {
    let mut found = Vec::new();
    if !question.topics.iter().any(|topic| reading.by_concept.contains_key(topic)) {
        return found;
    }
    let main = reading.page.main_heading();
    if let Some(place) = whole_page(reading, question, main) {
        found.push(place);
    }
    for heading in &reading.page.headings {
        let block = heading.block;
        if reading.page.blocks[block].zone != Zone::Main || main == Some(block) {
            continue;
        }
        let above = reading.above(Some(block));
        let own = reading.of_block[block].clone();
        if is_about(reading, question, own.clone(), &above).is_some() {
            let sentences = reading.sentences_of(block..heading.end);
            found.push(Place { firmness: Firmness::Section, sentences, names: own.start, above });
        }
    }
    add_sentences(reading, question, &mut found);
    found
}

fn whole_page(reading: &Reading<'_>, question: &CompiledQuestion, main: Option<usize>) -> Option<Place> {
    let heading = main.map(|block| reading.of_block[block].clone());
    let sentences = FIRST..reading.content().end;
    let mut heads = heading.into_iter().chain([TITLE..TITLE + 1]);
    heads.find_map(|own| {
        is_about(reading, question, own.clone(), &[TITLE, TRAIL])?;
        let above = reading.above(main);
        Some(Place { firmness: Firmness::Page, sentences: sentences.clone(), names: own.start, above })
    })
}

fn add_sentences(reading: &Reading<'_>, question: &CompiledQuestion, found: &mut Vec<Place>) {
    for number in reading.naming(&question.topics) {
        let Some(block) = reading.block(number) else { continue };
        if matches!(reading.page.blocks[block].kind, BlockKind::Heading(_)) {
            continue;
        }
        let above = reading.above(Some(block));
        if is_about(reading, question, number..number + 1, &above).is_some() {
            let sentences = reading.sentences_of(block..last_follower(reading, block));
            found.push(Place { firmness: Firmness::Sentence, sentences, names: number, above });
        }
    }
}

/// The first block after a sentence's own that does not belong to it: the list or table that it introduces
/// does.
fn last_follower(reading: &Reading<'_>, block: usize) -> usize {
    let blocks = &reading.page.blocks;
    let listed = |at: usize| matches!(blocks[at].kind, BlockKind::Item | BlockKind::Row);
    if listed(block) {
        return block + 1;
    }
    let end = blocks.len().min(block + 1 + FOLLOWERS);
    (block + 1..end).find(|&at| !listed(at) || blocks[at].zone != Zone::Main).unwrap_or(end)
}

fn is_about(
    reading: &Reading<'_>,
    question: &CompiledQuestion,
    own: Range<u32>,
    above: &[u32],
) -> Option<Proof> {
    let scope = Scope { reading, sentences: own, above, within: None };
    let proof = prove(&question.about, &scope).filter(|proof| proof.own)?;
    let alone = Scope { above: &[], ..scope };
    let other = question.not_about.as_ref().is_some_and(|test| prove(test, &alone).is_some());
    (!other).then_some(proof)
}
