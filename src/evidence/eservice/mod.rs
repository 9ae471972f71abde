//! Candidates for e-service questions: links, forms and words, each read in its own sentence, block and
//! section, never by what else stands on the page.

mod action;
mod index;
mod link;
mod mention;

use std::cell::OnceCell;
use std::ops::Range;

use super::compile::{CompiledQuestion, CompiledRubric};
use super::info::strength;
use super::lexicon::ConceptId;
use super::place::{Firmness, Place};
use super::proofs::Rules;
use super::reading::Reading;
use super::rule::{Scope, holds};
use super::{Candidate, Route};
use crate::page::BlockKind;
use crate::rubric::Points;
use index::{Index, Leading};

/// The candidates of a page, unsorted.
pub(super) fn candidates(
    reading: &Reading<'_>,
    rubric: &CompiledRubric,
    number: usize,
    places: &[Place<'_>],
) -> Vec<Candidate> {
    let page = Errand::new(reading, rubric, number, places);
    let mut found = Vec::new();
    found.extend(page.is_the_service());
    found.extend(reading.links.iter().filter_map(|link| page.link(link)));
    found.extend(reading.forms.iter().filter_map(|&(form, sentence)| page.form(form, sentence)));
    let rules = Rules::of(page.question, reading);
    found.extend(rules.at_each(reading, places, |place, proofs| page.mention(place, proofs)));
    found
}

/// Blocks under the main heading that describe a service's page.
const DESCRIPTION: usize = 5;

/// One errand sought on one page.
struct Errand<'a, 'p> {
    reading: &'a Reading<'p>,
    rubric: &'a CompiledRubric,
    number: usize,
    question: &'a CompiledQuestion,
    places: &'a [Place<'a>],
    index: Index,
    leading: OnceCell<Leading>,
    /// Sentences that name the matter and its action, or say that it is done there too; see [`Errand::is_taken_up`].
    taken_up: OnceCell<Vec<u32>>,
    /// See [`Errand::introduction`].
    introductions: OnceCell<Vec<Option<usize>>>,
    /// See [`Errand::is_treated`].
    treated: OnceCell<bool>,
}

impl<'a, 'p> Errand<'a, 'p> {
    fn new(
        reading: &'a Reading<'p>,
        rubric: &'a CompiledRubric,
        number: usize,
        places: &'a [Place<'a>],
    ) -> Self {
        Self {
            reading,
            rubric,
            number,
            question: &rubric.questions[number],
            places,
            index: Index::new(reading, places),
            leading: OnceCell::new(),
            taken_up: OnceCell::new(),
            introductions: OnceCell::new(),
            treated: OnceCell::new(),
        }
    }
}

impl Errand<'_, '_> {
    fn holds(&self, sentence: u32, concept: ConceptId) -> bool {
        self.reading.sentences[sentence as usize].holds(concept, None)
    }

    fn says(&self, sentence: u32, within: &Range<u32>, concept: ConceptId) -> bool {
        self.reading.sentences[sentence as usize].holds(concept, Some(within))
    }

    fn place(&self, firmness: Firmness) -> impl Iterator<Item = &Place<'_>> {
        self.places.iter().filter(move |place| place.firmness == firmness)
    }

    /// The page is the service and can be started here: its heading names the errand, or a sentence that names the
    /// action too and refuses nothing.
    fn is_the_service(&self) -> Option<Candidate> {
        if !self.reading.service {
            return None;
        }
        let marks = &self.question.marks;
        let headed = |place: &&Place<'_>| self.action_fits(|concept| self.holds(place.names, concept));
        let said = |place: &&Place<'_>| {
            let refuses = [marks.refused, marks.paper].iter().any(|&mark| self.holds(place.names, mark));
            let describes = self.describes_the_page(place.names) && !self.is_beside_the_matter(place.names);
            self.own_action(place.names) && !refuses && describes
        };
        let useful = |place: &&Place<'_>| !self.only_mention(place.names);
        let by_heading = self.place(Firmness::Page).filter(useful).find(headed).map(|place| (place, 8));
        let by_sentence = || self.place(Firmness::Sentence).filter(useful).find(said).map(|place| (place, 7));
        let (place, strength) = by_heading.or_else(by_sentence)?;
        Some(Candidate {
            points: Points::Full,
            strength,
            proof: vec![place.names],
            link: Some(self.reading.page.url.clone()),
            reason: "3 poäng: sidan är e-tjänsten och den kan startas här".to_owned(),
            route: Some(Route::Eservice),
        })
    }

    /// Whether the main heading names another errand of which the sentence does not speak: what a service says of further
    /// errands is done elsewhere ("Tänk på att du även kan behöva bygglov"), unless it says that it is done here too.
    fn is_beside_the_matter(&self, sentence: u32) -> bool {
        let Some(heading) = self.reading.main_heading() else { return false };
        let heading = self.reading.of_block[heading].start;
        let speaks_of = |rival: usize| self.rivals(sentence).any(|other| other == rival);
        self.other_thing(heading)
            && !self.rivals(heading).any(speaks_of)
            && !self.holds(sentence, self.question.marks.same_service)
    }

    /// Whether a sentence stands in one of the first paragraphs under the main heading.
    fn describes_the_page(&self, sentence: u32) -> bool {
        let page = self.reading.page;
        let main = self.reading.main_heading().map_or(0, |heading| heading + 1);
        self.reading.block(sentence).is_some_and(|block| {
            page.blocks[block].kind == BlockKind::Paragraph && (main..main + DESCRIPTION).contains(&block)
        })
    }

    /// A form is about the errand when the line before it, one of its labels, or what stands above it is.
    fn form(&self, form: usize, sentence: u32) -> Option<Candidate> {
        let form = &self.reading.page.forms[form];
        let block = form.start.min(self.reading.page.blocks.len().checked_sub(1)?);
        let labels = self.reading.sentences_of(form.start..form.end);
        let before = self.reading.sentences_of(form.start.saturating_sub(1)..form.start);
        let acts = |s: u32| self.question.actions.is_empty() || self.own_action(s);
        let covers = |place: &&Place<'_>| {
            let introduces = before.contains(&place.names) && acts(place.names);
            let headed = place.firmness > Firmness::Sentence && place.sentences.contains(&sentence);
            headed || introduces || labels.contains(&place.names)
        };
        let place = self.places.iter().filter(covers).max_by_key(|place| place.firmness)?;
        if !self.above_fits(block) {
            return None;
        }
        Some(Candidate {
            points: Points::Full,
            strength: 3 + strength(place.firmness),
            proof: vec![sentence, place.names],
            link: form.action.clone(),
            reason: "3 poäng: formulär på sidan som skickas in direkt".to_owned(),
            route: Some(Route::WebForm),
        })
    }

    /// The other e-service questions that a sentence is about by its own words.
    fn rivals(&self, sentence: u32) -> impl Iterator<Item = usize> {
        let own = self.number;
        self.reading.subjects[sentence as usize].iter().map(|&n| usize::from(n)).filter(move |&n| n != own)
    }

    /// Whether a sentence names a system that is this errand's service.
    fn names_a_system(&self, sentence: u32) -> bool {
        let scope = || Scope::sentence(self.reading, sentence);
        self.question.systems.as_ref().is_some_and(|test| holds(test, &scope()))
    }

    /// Whether the page treats the errand: under a heading, or with words that name its system.
    fn is_treated(&self) -> bool {
        let firm =
            |place: &Place<'_>| place.firmness > Firmness::Sentence || self.names_a_system(place.names);
        *self.treated.get_or_init(|| self.places.iter().any(firm))
    }

    /// Whether the sentence is about this errand, with what stands above it.
    fn is_about_this(&self, sentence: u32) -> bool {
        self.index.names(sentence)
    }

    /// Whether a sentence is about another errand and not about this one.
    fn other_thing(&self, sentence: u32) -> bool {
        !self.is_about_this(sentence) && self.rivals(sentence).next().is_some()
    }

    /// Whether the sentence, with its headings, is one that gives at most 1.
    fn only_mention(&self, sentence: u32) -> bool {
        let above = self.reading.above(self.reading.block(sentence));
        let scope = || Scope::new(self.reading, sentence..sentence + 1, above);
        self.question.only_mention.as_ref().is_some_and(|test| holds(test, &scope()))
    }
}
