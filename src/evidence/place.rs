//! Where on a page a question's matter stands: in the main heading, a section's heading, or a sentence.

use std::ops::Range;

use super::compile::CompiledQuestion;
use super::reading::{FIRST, Reading, TITLE, TRAIL};
use super::rule::{Proof, Scope, prove};
use crate::page::{BlockKind, Zone};

/// How firmly the matter stands, firmest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Firmness {
    /// Only the page's place on the site names it (breadcrumb, address), while its heading names nothing else.
    Trail,
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

impl Place {
    /// Where the place's rules are tried.
    pub(super) fn scope<'r>(&'r self, reading: &'r Reading<'r>) -> Scope<'r> {
        Scope { reading, sentences: self.sentences.clone(), above: &self.above, within: None }
    }
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
    found.extend(whole_page(reading, question, main).or_else(|| by_trail(reading, question, main)));
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
    let mut heads = heading.into_iter().chain(std::iter::once(TITLE..TITLE + 1));
    heads.find_map(|own| {
        is_about(reading, question, own.clone(), &[TITLE, TRAIL])?;
        let above = reading.above(main);
        Some(Place { firmness: Firmness::Page, sentences: sentences.clone(), names: own.start, above })
    })
}

fn by_trail(reading: &Reading<'_>, question: &CompiledQuestion, main: Option<usize>) -> Option<Place> {
    is_about(reading, question, TRAIL..TRAIL + 1, &[])?;
    let heading = main.map_or(TITLE, |block| reading.of_block[block].start);
    let named =
        |sentence: u32| !reading.subjects[sentence as usize].is_empty() || reading.treated[sentence as usize];
    if named(heading) || named(TITLE) {
        return None;
    }
    let sentences = FIRST..reading.content().end;
    Some(Place { firmness: Firmness::Trail, sentences, names: heading, above: vec![TITLE, TRAIL] })
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

/// The first block after a sentence's own that does not belong to it: what a colon introduces, contact lines that
/// follow, and the list or table after them do.
fn last_follower(reading: &Reading<'_>, block: usize) -> usize {
    let blocks = &reading.page.blocks;
    let listed = |at: usize| matches!(blocks[at].kind, BlockKind::Item | BlockKind::Row);
    if listed(block) {
        return block + 1;
    }
    let end = blocks.len().min(block + 1 + FOLLOWERS);
    let mut introduces = blocks[block].text.ends_with(':');
    let follows = |at: usize| {
        let line =
            blocks[at].kind == BlockKind::Paragraph && (introduces || is_contact_line(&blocks[at].text));
        introduces = false;
        blocks[at].zone == Zone::Main && (listed(at) || line)
    };
    block + 1 + (block + 1..end).map(follows).take_while(|follows| *follows).count()
}

/// "Telefon: 0999-140 00" and the like: a line that says how to reach what the line above names.
fn is_contact_line(text: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "telefon",
        "tel.",
        "tel:",
        "e-post",
        "epost",
        "öppet",
        "öppettider",
        "besöksadress",
        "adress",
        "telefontid",
        "ring ",
        "mejla ",
        "kontakt:",
    ];
    let text = text.to_lowercase();
    text.len() < 200 && BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
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
