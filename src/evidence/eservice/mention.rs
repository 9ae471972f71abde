//! Words about the errand: a service named elsewhere on the page, a form, a telephone number, a plan.

use super::Errand;
use crate::evidence::info::strength;
use crate::evidence::lexicon::ConceptId;
use crate::evidence::links::SeenLink;
use crate::evidence::place::{Firmness, Place};
use crate::evidence::pointer::{POINTER, is_pointer};
use crate::evidence::proofs::Proofs;
use crate::evidence::rule::{Scope, holds};
use crate::evidence::{Candidate, Route};
use crate::page::BlockKind;
use crate::rubric::{Points, Treated};

impl Errand<'_, '_> {
    pub(super) fn mention(&self, place: &Place<'_>, proofs: &Proofs<'_>) -> Candidate {
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
        if let Some(proof) = proofs.full() {
            let reason = format!("3 poäng: {}", self.question.full_text);
            return candidate(Points::Full, Route::Eservice, proof.sentences.to_vec(), reason);
        }
        let leads_on = is_pointer(self.reading, self.question, place);
        if let Some(proof) = proofs.partial().filter(|_| self.question.pointer || !leads_on) {
            let reason = format!("1 poäng: {}", self.question.partial_text);
            return candidate(Points::Partial, Route::Described, proof.sentences.to_vec(), reason);
        }
        if leads_on {
            return candidate(Points::None, Route::Absent, vec![place.names], POINTER.to_owned());
        }
        let Some((sentence, route, reason)) = self.treated(place) else {
            let reason = "ärendet nämns bara i förbigående".to_owned();
            return candidate(Points::None, Route::Absent, vec![place.names], reason);
        };
        let mut proof = vec![sentence, place.names];
        proof.dedup();
        candidate(Points::Partial, route, proof, format!("1 poäng: {reason}"))
    }

    /// A sentence that says that the errand is done in the service, and the page's link to that service
    /// elsewhere: "Där säger du också upp platsen".
    fn same_service(&self, place: &Place<'_>) -> Option<(u32, &SeenLink)> {
        if self.reading.service {
            return None;
        }
        let marks = &self.question.marks;
        let sentences = match place.firmness {
            Firmness::Sentence => place.names..place.names + 1,
            _ => place.sentences.clone(),
        };
        let says = |s: u32| {
            (self.holds(s, marks.digital)
                || self.names_a_system(s)
                || self.holds(s, marks.same_service)
                || self.introduced_digitally(s))
                && (self.own_action(s) || self.question.actions.is_empty() || self.chosen_in_the_service(s))
                && ![marks.planned, marks.refused, marks.place_name].iter().any(|&mark| self.holds(s, mark))
                && !self.is_headed_by_a_refusal(s)
                && !self.other_thing(s)
                && !self.only_mention(s)
                && !(place.firmness == Firmness::Page
                    && self.reading.block(s).is_some_and(|block| self.section_names_a_rival(block)))
        };
        let sentence = sentences.into_iter().find(|&s| says(s))?;
        self.service_of(sentence, &place.sentences).map(|link| (sentence, link))
    }

    /// Whether a sentence stands under a heading that says no ("Det här finns inte på Mina sidor").
    fn is_headed_by_a_refusal(&self, sentence: u32) -> bool {
        let page = self.reading.page;
        let nearest = self.reading.block(sentence).and_then(|block| page.headings_above(block).next());
        nearest.is_some_and(|heading| {
            let block = page.headings[heading].block;
            self.holds(self.reading.of_block[block].start, self.question.marks.refused)
        })
    }

    /// Whether a sentence is about what the question says that it is not about.
    pub(super) fn is_refused(&self, sentence: u32) -> bool {
        self.question
            .not_about
            .as_ref()
            .is_some_and(|test| holds(test, &Scope::sentence(self.reading, sentence)))
    }

    /// "Ansök i e-tjänsten. Kryssa för det du vill ha: …": whether the sentence says what is chosen in the service that
    /// the sentence before it, in the same block, acts by.
    fn chosen_in_the_service(&self, sentence: u32) -> bool {
        let same_block = sentence > 0 && self.reading.block(sentence - 1) == self.reading.block(sentence);
        same_block && self.holds(sentence, self.question.marks.same_service) && self.own_action(sentence - 1)
    }

    /// Whether a list item stands under words that name a digital route ("I e-tjänsten kan du:").
    fn introduced_digitally(&self, sentence: u32) -> bool {
        let blocks = &self.reading.page.blocks;
        let Some(block) = self.reading.block(sentence).filter(|&b| blocks[b].kind == BlockKind::Item) else {
            return false;
        };
        let Some(intro) = self.introduction(block) else { return false };
        let marks = &self.question.marks;
        self.reading.of_block[intro].clone().last().is_some_and(|last| {
            self.holds(last, marks.digital)
                && ![marks.refused, marks.planned, marks.place_name]
                    .iter()
                    .any(|&mark| self.holds(last, mark))
        })
    }

    /// The sentence that treats the errand without a digital way, and how.
    fn treated(&self, place: &Place<'_>) -> Option<(u32, Route, &'static str)> {
        let marks = &self.question.marks;
        let sentences = match place.firmness {
            Firmness::Sentence => place.names..place.names + 1,
            _ => place.sentences.clone(),
        };
        let by_rule = self.question.treated == Treated::Rule || place.firmness == Firmness::Trail;
        let routed =
            |concept: ConceptId| sentences.clone().find(|&s| self.holds(s, concept) && !self.other_thing(s));
        let on_paper = |s| (s, Route::Form, "blankett, ingen e-tjänst");
        if by_rule {
            let near = matches!(place.firmness, Firmness::Section | Firmness::Sentence);
            return routed(marks.paper).filter(|_| near).map(on_paper);
        }
        let needs_action = !self.question.actions.is_empty();
        let acts = |s: u32| self.own_action(s) && !self.other_thing(s);
        let acting = if needs_action { sentences.clone().find(|&s| acts(s)) } else { Some(place.names) };
        let anyway = match place.firmness {
            Firmness::Sentence => routed(marks.paper).or(routed(marks.digital)).or(routed(marks.contact)),
            Firmness::Section => routed(marks.paper),
            Firmness::Page | Firmness::Trail => None,
        };
        let anyway = anyway.is_some();
        let firm =
            place.firmness > Firmness::Sentence || self.question.treated == Treated::Sentence || needs_action;
        let passing =
            place.firmness == Firmness::Sentence && !anyway && self.holds(place.names, marks.example);
        if passing || !(acting.is_some() && firm || anyway) {
            return None;
        }
        let treated = if let Some(s) = routed(marks.digital) {
            (s, Route::Described, "e-tjänst nämns utan länk till den")
        } else if let Some(s) = routed(marks.paper) {
            on_paper(s)
        } else if let Some(s) = routed(marks.contact) {
            (s, Route::Contact, "hänvisning till kontakt, ingen e-tjänst")
        } else {
            (acting.unwrap_or(place.names), Route::Described, "ärendet behandlas utan digital väg")
        };
        Some(treated)
    }
}
