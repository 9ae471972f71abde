//! Candidates for information questions: the rules tried at each place.

use super::Candidate;
use super::compile::CompiledQuestion;
use super::place::{Firmness, Place};
use super::pointer::{POINTER, is_pointer};
use super::proofs::{Proofs, Rules};
use super::reading::Reading;
use crate::rubric::{Points, Treated};

/// The candidates of a page, one for each place, unsorted.
pub(super) fn candidates(
    reading: &Reading<'_>,
    question: &CompiledQuestion,
    places: &[Place<'_>],
) -> Vec<Candidate> {
    let rules = Rules::of(question, reading);
    rules.at_each(reading, places, |place, proofs| candidate(reading, question, proofs, place))
}

fn candidate(
    reading: &Reading<'_>,
    question: &CompiledQuestion,
    proofs: &Proofs<'_>,
    place: &Place<'_>,
) -> Candidate {
    let leads_on = || is_pointer(reading, question, place);
    let (points, mut proof, reason) = if let Some(proof) = proofs.full() {
        (Points::Full, proof.sentences.to_vec(), format!("3 poäng: {}", question.full_text))
    } else if let Some(proof) = proofs.partial().filter(|_| question.pointer || !leads_on()) {
        (Points::Partial, proof.sentences.to_vec(), format!("1 poäng: {}", question.partial_text))
    } else if leads_on() {
        (Points::None, Vec::new(), POINTER.to_owned())
    } else if is_treated(question.treated, place.firmness) {
        (Points::Partial, Vec::new(), "1 poäng: ämnet behandlas, men det som ger 3 saknas".to_owned())
    } else {
        (Points::None, Vec::new(), "ämnet nämns bara i förbigående".to_owned())
    };
    if !proof.contains(&place.names) {
        proof.push(place.names);
    }
    let link = linked(reading, &proof);
    Candidate { points, strength: strength(place.firmness), proof, link, reason, route: None }
}

/// The address of the first link in the proof.
fn linked(reading: &Reading<'_>, proof: &[u32]) -> Option<url::Url> {
    let link = proof.iter().find_map(|&s| reading.links_in(&(s..s + 1)).first())?;
    Some(reading.page.blocks[link.block].links[link.number].href.clone())
}

fn is_treated(treated: Treated, firmness: Firmness) -> bool {
    match treated {
        Treated::Heading => firmness >= Firmness::Section,
        Treated::Sentence => firmness >= Firmness::Sentence,
        Treated::Rule => false,
    }
}

pub(super) fn strength(firmness: Firmness) -> u8 {
    match firmness {
        Firmness::Page => 3,
        Firmness::Section => 2,
        Firmness::Sentence => 1,
        Firmness::Trail => 0,
    }
}
