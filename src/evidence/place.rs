//! Where on a page a question's matter stands: in the main heading, a section's heading, or a sentence.

use std::ops::Range;

use super::compile::{CompiledQuestion, CompiledRubric};
use super::outline::Above;
use super::reading::{FIRST, Reading, TITLE, TRAIL};
use super::rule::{Scope, holds, holds_itself, may_hold};
use crate::page::{BlockKind, Zone};
use crate::rubric::{Kind, Signal};

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
pub(super) struct Place<'r> {
    pub firmness: Firmness,
    /// The sentences in which rules are tried.
    pub sentences: Range<u32>,
    /// The sentence that names the matter.
    pub names: u32,
    /// Headings above.
    pub above: Above<'r>,
}

impl<'r> Place<'r> {
    /// Where the place's rules are tried.
    pub(super) fn scope(&self, reading: &'r Reading<'r>) -> Scope<'r> {
        Scope::new(reading, self.sentences.clone(), self.above)
    }
}

/// A line with a number or address that is shorter than this (in bytes) says little else.
const BARE: usize = 70;
/// Blocks of a list or table that still belong to the sentence that introduces them.
const FOLLOWERS: usize = 40;

/// All places of a page that are about the question's matter, in document order.
pub(super) fn places<'r>(reading: &'r Reading<'_>, rubric: &CompiledRubric, number: usize) -> Vec<Place<'r>> {
    let (question, naming) = (&rubric.questions[number], reading.naming(number));
    let mut found = Vec::new();
    if naming.is_empty() || !may_hold(&question.about, reading) {
        return found;
    }
    let main = reading.page.main_heading();
    found.extend(whole_page(reading, question, main).or_else(|| by_trail(reading, question, main)));
    for heading in &reading.page.headings {
        let block = heading.block;
        if reading.page.blocks[block].zone != Zone::Main || main == Some(block) {
            continue;
        }
        let own = reading.of_block[block].clone();
        if question.by_topic_only && naming.binary_search(&own.start).is_err() {
            continue;
        }
        let above = reading.above(Some(block));
        if is_about(reading, question, own.clone(), above) {
            let sentences = reading.sentences_of(block..heading.end);
            found.push(Place { firmness: Firmness::Section, sentences, names: own.start, above });
        }
    }
    if question.kind == Kind::Info {
        let together = neighbours(&found);
        found.extend(together);
    }
    for &sentence in naming.iter().filter(|&&sentence| !reading.is_heading(sentence)) {
        found.extend(by_sentence(reading, question, sentence));
    }
    found
}

/// Sections about the matter that stand side by side, read as one: the questions and answers of a page of them.
fn neighbours<'r>(found: &[Place<'r>]) -> Vec<Place<'r>> {
    let sections: Vec<&Place<'r>> =
        found.iter().filter(|place| place.firmness == Firmness::Section).collect();
    let runs = sections.chunk_by(|a, b| a.sentences.end == b.sentences.start).filter(|run| run.len() > 1);
    let whole = |run: &[&Place<'r>]| {
        let sentences = run[0].sentences.start..run[run.len() - 1].sentences.end;
        Place { sentences, ..run[0].clone() }
    };
    runs.map(whole).collect()
}

fn whole_page<'r>(
    reading: &'r Reading<'_>,
    question: &CompiledQuestion,
    main: Option<usize>,
) -> Option<Place<'r>> {
    let heading = main.map(|block| reading.of_block[block].clone());
    let sentences = FIRST..reading.content().end;
    let mut heads = heading.into_iter().chain(std::iter::once(TITLE..TITLE + 1));
    heads.find_map(|own| {
        let about = is_about(reading, question, own.clone(), reading.above_main());
        let above = reading.above(main);
        let whole = Place { firmness: Firmness::Page, sentences: sentences.clone(), names: own.start, above };
        about.then_some(whole)
    })
}

fn by_trail<'r>(
    reading: &'r Reading<'_>,
    question: &CompiledQuestion,
    main: Option<usize>,
) -> Option<Place<'r>> {
    if !is_about(reading, question, TRAIL..TRAIL + 1, Above::NONE) {
        return None;
    }
    let heading = main.map_or(TITLE, |block| reading.of_block[block].start);
    let named =
        |sentence: u32| !reading.subjects[sentence as usize].is_empty() || reading.treated[sentence as usize];
    if named(heading) || named(TITLE) {
        return None;
    }
    let sentences = FIRST..reading.content().end;
    Some(Place { firmness: Firmness::Trail, sentences, names: heading, above: reading.above_main() })
}

fn by_sentence<'r>(reading: &'r Reading<'_>, question: &CompiledQuestion, names: u32) -> Option<Place<'r>> {
    let block = reading.block(names)?;
    let above = reading.above(Some(block));
    if !is_about(reading, question, names..names + 1, above) {
        return None;
    }
    let sentences = reading.sentences_of(block..last_follower(reading, block));
    Some(Place { firmness: Firmness::Sentence, sentences, names, above })
}

/// The first block after a sentence's own that does not belong to it: what a colon introduces, contact lines that
/// follow, and the list or table after them do, and to the head of a table its rows.
fn last_follower(reading: &Reading<'_>, block: usize) -> usize {
    let blocks = &reading.page.blocks;
    let listed = |at: usize| matches!(blocks[at].kind, BlockKind::Item | BlockKind::Row);
    if listed(block) && !is_table_head(reading, block) {
        return block + 1;
    }
    let end = blocks.len().min(block + 1 + FOLLOWERS);
    let mut introduces = blocks[block].text.ends_with(':');
    let follows = |at: usize| {
        let line = blocks[at].kind == BlockKind::Paragraph && (introduces || is_contact_line(reading, at));
        introduces = false;
        blocks[at].zone == Zone::Main && (listed(at) || line)
    };
    block + 1 + (block + 1..end).map(follows).take_while(|follows| *follows).count()
}

/// Whether a block is the head of a table: its first row, without figures.
fn is_table_head(reading: &Reading<'_>, block: usize) -> bool {
    let blocks = &reading.page.blocks;
    let row = |at: usize| blocks.get(at).is_some_and(|block| block.kind == BlockKind::Row);
    let first = row(block) && row(block + 1) && !block.checked_sub(1).is_some_and(row);
    first && !blocks[block].text.bytes().any(|byte| byte.is_ascii_digit())
}

/// "Telefon: 0999-140 00" or a bare number or address: a line that says how to reach what the line above names.
fn is_contact_line(reading: &Reading<'_>, block: usize) -> bool {
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
    let text = reading.page.blocks[block].text.to_lowercase();
    let reaches = |sentence: u32| {
        let signals = &reading.sentences[sentence as usize].signals;
        signals.contains(Signal::Phone) || signals.contains(Signal::Email)
    };
    let bare = || text.len() < BARE && reading.of_block[block].clone().any(reaches);
    text.len() < 200 && BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) || bare()
}

fn is_about(reading: &Reading<'_>, question: &CompiledQuestion, own: Range<u32>, above: Above<'_>) -> bool {
    let other = |test| holds(test, &Scope::new(reading, own.clone(), Above::NONE));
    holds_itself(&question.about, &Scope::new(reading, own.clone(), above))
        && !question.not_about.as_ref().is_some_and(other)
}
