//! A page read once for all questions: sentences with the concepts, values and routes found in them. It must
//! not know any single question.

use std::ops::Range;

use super::compile::CompiledRubric;
use super::lexicon::ConceptId;
use super::links::{self, SeenLink};
use super::matching::{Hit, address_hits, hits};
use super::outline::{self, HeadingsAbove};
use super::postings::Postings;
use super::route;
use super::signature::OfConcepts;
use super::subject;
use super::values::{self, values};
use super::wide::Wide;
use super::words::Words;
use crate::language::{parted, sentences};
use crate::page::{BlockKind, Page, Zone};
use crate::rubric::{Signal, SignalSet};

/// The number of the sentence that is the page's title.
pub(super) const TITLE: u32 = 0;
/// The number of the sentence that is the page's place on the site: breadcrumb and address. It says what a
/// page is about, and proves nothing.
pub(super) const TRAIL: u32 = 1;
/// The number of the first sentence of the content.
pub(super) const FIRST: u32 = 2;

/// Application forms of a page that are looked at: a page has a handful, and one is as good as another.
const FORMS: usize = 100;

/// When a page was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fetched {
    /// Year, e.g. 2026.
    pub year: u16,
    /// Month, 1-12.
    pub month: u8,
}

/// A sentence of the content (or the title, or a heading, a list item, a table row).
#[derive(Debug)]
pub(super) struct Sentence {
    /// Its block; `None` for the title.
    pub block: Option<usize>,
    /// Byte offsets in the block's text.
    pub range: Range<usize>,
    pub hits: Vec<Hit>,
    /// The concepts of the hits.
    pub held: OfConcepts,
    pub signals: SignalSet,
}

impl Sentence {
    fn new(place: (Option<usize>, Range<usize>), hits: Vec<Hit>, signals: SignalSet) -> Self {
        let (block, range) = place;
        Self { block, range, held: OfConcepts::of(hits.iter().map(|hit| hit.concept)), hits, signals }
    }

    /// Whether it holds the concept, within the given bytes of the sentence when they are given.
    pub(super) fn holds(&self, concept: ConceptId, within: Option<&Range<u32>>) -> bool {
        if !self.held.may_hold(concept) {
            return false;
        }
        let begin = within.map_or(0, |range| range.start);
        let from = self.hits.partition_point(|hit| (hit.concept, hit.start) < (concept, begin));
        let own = self.hits[from..].iter().take_while(|hit| hit.concept == concept);
        match within {
            None => own.take(1).count() > 0,
            Some(range) => {
                let mut near = own.take_while(|hit| hit.start <= range.end);
                near.any(|hit| hit.end <= range.end)
            }
        }
    }
}

/// A page read for judging.
#[derive(Debug)]
pub struct Reading<'p> {
    /// The page.
    pub page: &'p Page,
    pub(super) sentences: Vec<Sentence>,
    /// The sentences of each block; empty for blocks outside the content.
    pub(super) of_block: Vec<Range<u32>>,
    /// The concepts of all sentences.
    pub(super) held: OfConcepts,
    by_concept: Postings,
    /// The sentences that hold one of a question's topics, by question.
    by_question: Postings,
    pub(super) by_signal: Vec<Vec<u32>>,
    pub(super) links: Vec<SeenLink>,
    /// Whether the page is itself a digital service that can be started here.
    pub(super) service: bool,
    /// Forms that are filled in and sent: number of the form and of the sentence before or in it.
    pub(super) forms: Vec<(usize, u32)>,
    /// For each sentence, the e-service questions (by number) that it is about by its own words.
    pub(super) subjects: Vec<Vec<u16>>,
    /// For each sentence that is a heading, whether it is about some information question by its own words.
    pub(super) treated: Vec<bool>,
    /// The headings above blocks.
    pub(super) above: HeadingsAbove,
    /// What tests on more than a place came to.
    pub(super) wide: Wide,
    trail: String,
    fetched: Option<Fetched>,
}

impl<'p> Reading<'p> {
    /// Reads a page with the rubric's words. Without a date of fetching it counts as fetched when it says that it was
    /// last worked on; when it does not say so, every year counts as this year.
    pub fn new(page: &'p Page, fetched: Option<Fetched>, rubric: &CompiledRubric, words: &mut Words) -> Self {
        let mut reading = Self {
            page,
            sentences: Vec::new(),
            of_block: Vec::with_capacity(page.blocks.len()),
            held: OfConcepts::NONE,
            by_concept: Postings::default(),
            by_question: Postings::default(),
            by_signal: vec![Vec::new(); Signal::ALL.len()],
            links: Vec::new(),
            service: false,
            forms: Vec::new(),
            subjects: Vec::new(),
            treated: Vec::new(),
            above: HeadingsAbove::default(),
            wide: Wide::default(),
            trail: trail(page),
            fetched: fetched.or_else(|| values::stated(page)),
        };
        let title = own_title(&page.title);
        reading.add((None, 0..title.len()), rubric, words);
        reading.add_trail(rubric, words);
        for number in 0..page.blocks.len() {
            reading.read_block(number, rubric, words);
        }
        reading.above = outline::headings_above(&reading);
        values::columns(&mut reading);
        links::find(&mut reading, rubric);
        reading.find_forms();
        reading.service = route::is_service(&reading, rubric);
        reading.index(rubric);
        reading.subjects = subject::errands(&reading, rubric);
        reading.treated = subject::treated(&reading, rubric);
        reading
    }

    /// The sentences that hold a concept, in order.
    pub(super) fn holding(&self, concept: ConceptId) -> &[u32] {
        self.by_concept.of(concept as usize)
    }

    /// The sentences that hold a concept by which a question's matter is known, in order.
    pub(super) fn naming(&self, question: usize) -> &[u32] {
        self.by_question.of(question)
    }

    fn read_block(&mut self, number: usize, rubric: &CompiledRubric, words: &mut Words) {
        let page = self.page;
        let block = &page.blocks[number];
        let first = self.next_number();
        if block.zone == Zone::Main {
            let whole = matches!(block.kind, BlockKind::Row | BlockKind::Heading(_) | BlockKind::Control);
            let ranges = if whole { parted(&block.text) } else { sentences(&block.text) };
            for range in ranges {
                self.add((Some(number), range), rubric, words);
            }
        }
        self.of_block.push(first..self.next_number());
    }

    fn add_trail(&mut self, rubric: &CompiledRubric, words: &mut Words) {
        let mut hits = hits(&rubric.lexicon, words, &self.trail);
        hits.extend(address_hits(&rubric.lexicon, words, self.page.url.path()));
        hits.sort_unstable();
        let range = 0..self.trail.len();
        self.sentences.push(Sentence::new((None, range), hits, SignalSet::default()));
    }

    /// Adds the sentence that stands at these bytes of a block, or of the title.
    fn add(
        &mut self,
        (block, range): (Option<usize>, Range<usize>),
        rubric: &CompiledRubric,
        words: &mut Words,
    ) {
        let page = self.page;
        let text =
            block.map_or_else(|| own_title(&page.title), |block| &page.blocks[block].text[range.clone()]);
        let hits = hits(&rubric.lexicon, words, text);
        let mut signals = SignalSet::default();
        if let Some(block) = block {
            signals = values(text, self.fetched);
            if matches!(self.page.blocks[block].kind, BlockKind::Item | BlockKind::Row) {
                signals.insert(Signal::Listed);
            }
        }
        self.sentences.push(Sentence::new((block, range), hits, signals));
    }

    fn next_number(&self) -> u32 {
        u32::try_from(self.sentences.len()).expect("a page is limited to a few megabytes")
    }

    fn find_forms(&mut self) {
        for (number, form) in self.page.forms.iter().enumerate() {
            if !route::is_application_form(self.page, form) {
                continue;
            }
            let before = self.of_block[..form.end].iter().rev().find(|range| !range.is_empty());
            let sentence = before.map_or(TITLE, |range| range.end - 1);
            self.sentences[sentence as usize].signals.insert(Signal::WebForm);
            self.forms.push((number, sentence));
            if self.forms.len() == FORMS {
                break;
            }
        }
    }

    fn index(&mut self, rubric: &CompiledRubric) {
        let (mut held, mut named) = (Vec::new(), Vec::new());
        for (number, sentence) in (0u32..).zip(&self.sentences) {
            self.held.join(&sentence.held);
            for same in sentence.hits.chunk_by(|a, b| a.concept == b.concept) {
                let hit = same[0];
                held.push((hit.concept, number));
                let questions = rubric.by_topic.of(hit.concept as usize);
                named.extend(questions.iter().map(|&question| (question, number)));
            }
            for signal in Signal::ALL.iter().filter(|signal| sentence.signals.contains(**signal)) {
                self.by_signal[*signal as usize].push(number);
            }
        }
        self.by_concept = Postings::new(rubric.lexicon.concepts(), &held);
        self.by_question = Postings::new(rubric.questions.len(), &named);
    }

    /// The sentences of a run of blocks.
    pub(super) fn sentences_of(&self, blocks: Range<usize>) -> Range<u32> {
        let end = blocks.end.min(self.of_block.len());
        if blocks.start >= end {
            return 0..0;
        }
        self.of_block[blocks.start].start..self.of_block[end - 1].end
    }

    /// The whole content, title and all.
    pub(super) fn content(&self) -> Range<u32> {
        0..self.next_number()
    }

    /// The text of a sentence.
    pub fn text(&self, number: u32) -> &str {
        let sentence = &self.sentences[number as usize];
        match sentence.block {
            Some(block) => &self.page.blocks[block].text[sentence.range.clone()],
            None if number == TRAIL => &self.trail,
            None => own_title(&self.page.title),
        }
    }

    /// Whether a sentence of the content is a heading.
    pub(super) fn is_heading(&self, number: u32) -> bool {
        let block = self.block(number).map(|block| &self.page.blocks[block]);
        block.is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
    }

    /// The block of a sentence; `None` for the title, and behind the end of a page without content.
    pub fn block(&self, number: u32) -> Option<usize> {
        self.sentences.get(number as usize)?.block
    }
}

/// The texts of the breadcrumb; where the page shows none, those that it tells machines.
fn trail(page: &Page) -> String {
    let crumbs = page.blocks.iter().filter(|block| block.zone == Zone::Breadcrumb);
    let mut seen: Vec<&str> = crumbs.map(|block| block.text.as_str()).collect();
    if seen.is_empty() {
        seen.extend(page.linked_data.breadcrumb.iter().map(String::as_str));
    }
    seen.join(" / ")
}

/// The page's own part of its title: what stands before the name of the site.
fn own_title(title: &str) -> &str {
    [" | ", " - ", " – ", " — ", " :: "]
        .iter()
        .filter_map(|mark| title.rfind(mark))
        .max()
        .map_or(title, |at| title[..at].trim())
}
