//! Candidates for e-service questions: links, forms and words, each read in its own sentence, block and
//! section, never by what else stands on the page.

use std::ops::Range;

use super::compile::{CompiledQuestion, CompiledRubric, Test};
use super::info::strength;
use super::lexicon::ConceptId;
use super::place::{Firmness, Place};
use super::reading::{Reading, SeenLink};
use super::route::LinkRoute;
use super::rule::{Scope, prove};
use super::{Candidate, Route};
use crate::page::BlockKind;
use crate::rubric::{Points, Treated};

/// The candidates of a page, unsorted.
pub(super) fn candidates(
    reading: &Reading<'_>,
    rubric: &CompiledRubric,
    number: usize,
    places: &[Place],
) -> Vec<Candidate> {
    let page = Errand { reading, rubric, number, question: &rubric.questions[number], places };
    let mut found = Vec::new();
    found.extend(page.is_the_service());
    found.extend(reading.links.iter().filter_map(|link| page.link(link)));
    found.extend(reading.forms.iter().filter_map(|&(form, sentence)| page.form(form, sentence)));
    found.extend(places.iter().map(|place| page.mention(place)));
    found
}

struct Errand<'a, 'p> {
    reading: &'a Reading<'p>,
    rubric: &'a CompiledRubric,
    number: usize,
    question: &'a CompiledQuestion,
    places: &'a [Place],
}

/// How near a link or form the matter is named, nearest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Page,
    Section,
    Block,
    Sentence,
    LinkText,
}

impl Errand<'_, '_> {
    fn holds(&self, sentence: u32, concept: ConceptId) -> bool {
        self.reading.sentences[sentence as usize].holds(concept, None)
    }

    fn says(&self, sentence: u32, within: &Range<u32>, concept: ConceptId) -> bool {
        self.reading.sentences[sentence as usize].holds(concept, Some(within))
    }

    fn place(&self, firmness: Firmness) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |place| place.firmness == firmness)
    }

    /// The page is the service: its heading, or a sentence that names the action too, names the errand, and it
    /// can be started here.
    fn is_the_service(&self) -> Option<Candidate> {
        if !self.reading.service {
            return None;
        }
        let headed = |place: &&Place| self.action_fits(|concept| self.holds(place.names, concept));
        let said = |place: &&Place| {
            self.own_action(place.names) && !self.holds(place.names, self.question.marks.refused)
        };
        let by_heading = self.place(Firmness::Page).find(headed).map(|place| (place, 8));
        let by_sentence = || self.place(Firmness::Sentence).find(said).map(|place| (place, 7));
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

    fn link(&self, link: &SeenLink) -> Option<Candidate> {
        let system = self.question.systems.as_ref().is_some_and(|test| self.in_link(test, link));
        let nearness = if system { Nearness::LinkText } else { self.nearness(link)? };
        let elsewhere = nearness == Nearness::Page && self.section_names_a_rival(link.block);
        let system_fits = self.question.actions.is_empty()
            || self.own_action(link.sentence)
            || self.is_about_this(link.sentence);
        let fits = if system { system_fits } else { !elsewhere && !self.names_a_rival(link) };
        if !fits || !self.link_action_fits(link) {
            return None;
        }
        let (points, route, reason) = self.worth(link, nearness, system)?;
        let seen = &self.reading.page.blocks[link.block].links[link.number];
        let mut proof = vec![link.sentence];
        proof.extend(self.names_near(link, nearness));
        Some(Candidate {
            points,
            strength: 2 + nearness as u8 - u8::from(link.route == LinkRoute::Likely),
            proof,
            link: Some(seen.href.clone()),
            reason: reason.to_owned(),
            route: Some(route),
        })
    }

    fn in_link(&self, test: &Test, link: &SeenLink) -> bool {
        let scope = Scope {
            reading: self.reading,
            sentences: link.sentence..link.sentence + 1,
            above: &[],
            within: Some(link.range.clone()),
        };
        prove(test, &scope).is_some()
    }

    fn nearness(&self, link: &SeenLink) -> Option<Nearness> {
        if self.question.not_about.as_ref().is_some_and(|test| self.in_link(test, link)) {
            return None;
        }
        if self.in_link(&self.question.about, link) {
            return Some(Nearness::LinkText);
        }
        let mut nearest = None;
        for place in self.places {
            let near = match place.firmness {
                Firmness::Sentence if place.names == link.sentence => Nearness::Sentence,
                Firmness::Sentence if self.reading.block(place.names) == Some(link.block) => Nearness::Block,
                Firmness::Sentence => continue,
                Firmness::Section if place.names == link.sentence => Nearness::Sentence,
                Firmness::Section if place.sentences.contains(&link.sentence) => Nearness::Section,
                Firmness::Section => continue,
                Firmness::Page => Nearness::Page,
            };
            nearest = nearest.max(Some(near));
        }
        nearest
    }

    fn names_near(&self, link: &SeenLink, nearness: Nearness) -> Option<u32> {
        if nearness >= Nearness::Sentence {
            return None;
        }
        let covers = |place: &&Place| match nearness {
            Nearness::Page => place.firmness == Firmness::Page,
            Nearness::Section => {
                place.firmness == Firmness::Section && place.sentences.contains(&link.sentence)
            }
            _ => self.reading.block(place.names) == Some(link.block),
        };
        self.places.iter().find(covers).map(|place| place.names)
    }

    /// The other e-service questions that a sentence is about by its own words.
    fn rivals(&self, sentence: u32) -> impl Iterator<Item = usize> {
        let own = self.number;
        self.reading.subjects[sentence as usize].iter().map(|&n| usize::from(n)).filter(move |&n| n != own)
    }

    /// Whether the sentence is about this errand, with what stands above it.
    fn is_about_this(&self, sentence: u32) -> bool {
        self.places.iter().any(|place| place.names == sentence)
    }

    /// Whether the link's text, or its sentence when the text is silent, is about another errand and not
    /// about this one.
    fn names_a_rival(&self, link: &SeenLink) -> bool {
        if self.in_link(&self.question.about, link) {
            return false;
        }
        self.rivals(link.sentence).any(|rival| self.in_link(&self.rubric.questions[rival].about, link))
            || self.other_thing(link.sentence)
    }

    /// Whether the nearest section heading names another errand's thing and not this one's.
    fn section_names_a_rival(&self, block: usize) -> bool {
        let main = self.reading.page.main_heading();
        let heading = self.reading.page.headings_above(block).next();
        let heading =
            heading.map(|h| self.reading.page.headings[h].block).filter(|&block| Some(block) != main);
        heading.is_some_and(|block| self.other_thing(self.reading.of_block[block].start))
    }

    fn link_action_fits(&self, link: &SeenLink) -> bool {
        if self.any_action(|concept| self.says(link.sentence, &link.range, concept)) {
            return self.action_fits(|concept| self.says(link.sentence, &link.range, concept));
        }
        if self.any_action(|concept| self.holds(link.sentence, concept)) {
            return self.action_fits(|concept| self.holds(link.sentence, concept));
        }
        self.above_fits(link.block)
    }

    /// Whether the nearest heading that names an action names a fitting one.
    fn above_fits(&self, block: usize) -> bool {
        let above = self.reading.above(Some(block));
        let naming = above.into_iter().find(|&heading| self.any_action(|c| self.holds(heading, c)));
        naming.is_none_or(|heading| self.action_fits(|concept| self.holds(heading, concept)))
    }

    fn any_action(&self, holds: impl Fn(ConceptId) -> bool) -> bool {
        self.question.actions.iter().chain(&self.question.other_actions).any(|&concept| holds(concept))
    }

    fn action_fits(&self, holds: impl Fn(ConceptId) -> bool) -> bool {
        self.question.actions.iter().any(|&concept| holds(concept))
            || !self.question.other_actions.iter().any(|&concept| holds(concept))
    }

    fn own_action(&self, sentence: u32) -> bool {
        self.question.actions.iter().any(|&concept| self.holds(sentence, concept))
    }

    fn worth(&self, link: &SeenLink, near: Nearness, system: bool) -> Option<(Points, Route, &'static str)> {
        let marks = &self.question.marks;
        let digital_words =
            self.holds(link.sentence, marks.digital) || self.holds(link.sentence, marks.log_in);
        let full = (Points::Full, Route::Eservice, "3 poäng: länk till digital väg för ärendet");
        let worth = match link.route {
            LinkRoute::Digital | LinkRoute::Likely => full,
            LinkRoute::Plain | LinkRoute::Map | LinkRoute::Video if system => full,
            LinkRoute::Portal if self.holds(link.sentence, marks.paper) => {
                (Points::Partial, Route::Form, "1 poäng: blankett, ingen e-tjänst")
            }
            LinkRoute::Portal
                if self.own_action(link.sentence) || digital_words && near >= Nearness::Block =>
            {
                full
            }
            LinkRoute::Portal => {
                (Points::Partial, Route::Described, "1 poäng: bara länk till e-tjänsternas samlingssida")
            }
            LinkRoute::Paper => (Points::Partial, Route::Form, "1 poäng: blankett, ingen e-tjänst"),
            LinkRoute::OtherBody if near >= Nearness::Sentence => {
                (Points::Partial, Route::Described, "1 poäng: hänvisning till annan myndighet")
            }
            LinkRoute::Contact if near >= Nearness::Block => {
                (Points::Partial, Route::Contact, "1 poäng: telefon eller e-post, ingen e-tjänst")
            }
            _ => return None,
        };
        if worth.0 < Points::Full {
            return Some(worth);
        }
        if self.holds(link.sentence, marks.planned) {
            return Some((Points::Partial, Route::Described, "1 poäng: e-tjänsten är bara planerad"));
        }
        if self.only_mention(link.sentence) {
            return Some((Points::Partial, Route::Described, "1 poäng: vägen gäller bara en del av ärendet"));
        }
        Some(worth)
    }

    /// Whether the sentence, with its headings, is one that gives at most 1.
    fn only_mention(&self, sentence: u32) -> bool {
        let above = self.reading.above(self.reading.block(sentence));
        let scope =
            Scope { reading: self.reading, sentences: sentence..sentence + 1, above: &above, within: None };
        self.question.only_mention.as_ref().is_some_and(|test| prove(test, &scope).is_some())
    }

    fn form(&self, form: usize, sentence: u32) -> Option<Candidate> {
        let form = &self.reading.page.forms[form];
        let block = form.start.min(self.reading.page.blocks.len().checked_sub(1)?);
        let covers = |place: &&Place| place.sentences.contains(&sentence);
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

    fn mention(&self, place: &Place) -> Candidate {
        let scope = Scope {
            reading: self.reading,
            sentences: place.sentences.clone(),
            above: &place.above,
            within: None,
        };
        let tried = |test: &Option<Test>| test.as_ref().and_then(|test| prove(test, &scope));
        let base = strength(place.firmness);
        let candidate = |points, route, proof: Vec<u32>, reason: String| Candidate {
            points,
            strength: base,
            proof,
            link: None,
            reason,
            route: Some(route),
        };
        if let Some((sentence, link)) = self.same_service(place) {
            let reason = "3 poäng: ärendet görs i e-tjänsten som sidan länkar till".to_owned();
            let found = candidate(Points::Full, Route::Eservice, vec![sentence, link.sentence], reason);
            let href = self.reading.page.blocks[link.block].links[link.number].href.clone();
            return Candidate { link: Some(href), ..found };
        }
        if let Some(proof) = tried(&self.question.full) {
            let reason = format!("3 poäng: {}", self.question.full_text);
            return candidate(Points::Full, Route::Eservice, proof.sentences, reason);
        }
        if let Some(proof) = tried(&self.question.partial) {
            let reason = format!("1 poäng: {}", self.question.partial_text);
            return candidate(Points::Partial, Route::Described, proof.sentences, reason);
        }
        match self.treated(place) {
            Some((sentence, route, reason)) => {
                let mut proof = vec![sentence];
                if sentence != place.names {
                    proof.push(place.names);
                }
                candidate(Points::Partial, route, proof, format!("1 poäng: {reason}"))
            }
            None => {
                let reason = "ärendet nämns bara i förbigående".to_owned();
                candidate(Points::None, Route::Absent, vec![place.names], reason)
            }
        }
    }

    /// A sentence that says that the errand is done in the service, and the page's link to that service
    /// elsewhere: "Där säger du också upp platsen".
    fn same_service(&self, place: &Place) -> Option<(u32, &SeenLink)> {
        let marks = &self.question.marks;
        let sentences = match place.firmness {
            Firmness::Sentence => place.names..place.names + 1,
            _ => place.sentences.clone(),
        };
        let says = |s: u32| {
            (self.holds(s, marks.digital)
                || self.holds(s, marks.same_service)
                || self.introduced_digitally(s))
                && (self.own_action(s) || self.question.actions.is_empty())
                && ![marks.planned, marks.refused, marks.place_name].iter().any(|&mark| self.holds(s, mark))
                && !self.other_thing(s)
                && !self.only_mention(s)
        };
        let sentence = sentences.clone().find(|&s| says(s))?;
        let leads = |link: &&SeenLink| {
            link.route == LinkRoute::Digital
                && !self.names_a_rival(link)
                && !self.holds(link.sentence, marks.planned)
        };
        let links = &self.reading.links;
        let near = links.iter().filter(leads).find(|link| place.sentences.contains(&link.sentence));
        near.or_else(|| links.iter().find(leads)).map(|link| (sentence, link))
    }

    /// Whether a list item stands under words that name a digital route ("I e-tjänsten kan du:").
    fn introduced_digitally(&self, sentence: u32) -> bool {
        let blocks = &self.reading.page.blocks;
        let Some(block) = self.reading.block(sentence).filter(|&b| blocks[b].kind == BlockKind::Item) else {
            return false;
        };
        let Some(intro) = (0..block).rev().find(|&b| blocks[b].kind != BlockKind::Item) else { return false };
        let marks = &self.question.marks;
        self.reading.of_block[intro].clone().last().is_some_and(|last| {
            self.holds(last, marks.digital)
                && ![marks.refused, marks.planned, marks.place_name]
                    .iter()
                    .any(|&mark| self.holds(last, mark))
        })
    }

    /// The sentence that treats the errand without a digital way, and how.
    fn treated(&self, place: &Place) -> Option<(u32, Route, &'static str)> {
        let marks = &self.question.marks;
        let sentences = match place.firmness {
            Firmness::Sentence => place.names..place.names + 1,
            _ => place.sentences.clone(),
        };
        if self.question.treated == Treated::Rule {
            return None;
        }
        let needs_action = !self.question.actions.is_empty();
        let acts = |s: u32| self.own_action(s) && !self.other_thing(s);
        let acting = if needs_action { sentences.clone().find(|&s| acts(s)) } else { Some(place.names) };
        let routed =
            |concept: ConceptId| sentences.clone().find(|&s| self.holds(s, concept) && !self.other_thing(s));
        let anyway = place.firmness == Firmness::Sentence
            && (routed(marks.paper).or(routed(marks.digital)).or(routed(marks.contact))).is_some();
        let firm =
            place.firmness > Firmness::Sentence || self.question.treated == Treated::Sentence || needs_action;
        if !(acting.is_some() && firm || anyway) {
            return None;
        }
        let treated = if let Some(s) = routed(marks.digital) {
            (s, Route::Described, "e-tjänst nämns utan länk till den")
        } else if let Some(s) = routed(marks.paper) {
            (s, Route::Form, "blankett, ingen e-tjänst")
        } else if let Some(s) = routed(marks.contact) {
            (s, Route::Contact, "hänvisning till kontakt, ingen e-tjänst")
        } else {
            (acting.unwrap_or(place.names), Route::Described, "ärendet behandlas utan digital väg")
        };
        Some(treated)
    }

    /// Whether a sentence is about another errand and not about this one.
    fn other_thing(&self, sentence: u32) -> bool {
        !self.is_about_this(sentence) && self.rivals(sentence).next().is_some()
    }
}
