//! Candidates for information questions: the rules tried at each place.

use super::Candidate;
use super::compile::CompiledQuestion;
use super::place::{Firmness, Place};
use super::reading::{Reading, SeenLink};
use super::route::LinkRoute;
use super::rule::prove;
use crate::rubric::{Points, Treated};

/// The candidates of a page, one for each place, unsorted.
pub(super) fn candidates(
    reading: &Reading<'_>,
    question: &CompiledQuestion,
    places: &[Place],
) -> Vec<Candidate> {
    places.iter().map(|place| candidate(reading, question, place)).collect()
}

fn candidate(reading: &Reading<'_>, question: &CompiledQuestion, place: &Place) -> Candidate {
    let scope = place.scope(reading);
    let tried = |test: &Option<super::compile::Test>| test.as_ref().and_then(|test| prove(test, &scope));
    let (points, mut proof, reason) = if let Some(proof) = tried(&question.full) {
        (Points::Full, proof.sentences, format!("3 poäng: {}", question.full_text))
    } else if is_pointer(reading, place) {
        (Points::None, Vec::new(), "bara en länk; sidan som den leder till bedöms för sig".to_owned())
    } else if let Some(proof) = tried(&question.partial) {
        (Points::Partial, proof.sentences, format!("1 poäng: {}", question.partial_text))
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
    let link = proof.iter().find_map(|&s| reading.links.iter().find(|link| link.sentence == s))?;
    Some(reading.page.blocks[link.block].links[link.number].href.clone())
}

/// Whether the matter is only named by a link that is a whole line: the page that it leads to is judged itself.
pub(super) fn is_pointer(reading: &Reading<'_>, place: &Place) -> bool {
    let length = reading.text(place.names).trim_end_matches('.').len();
    let whole = |link: &SeenLink| {
        let leads_on = matches!(link.route, LinkRoute::Plain | LinkRoute::Portal);
        leads_on && link.sentence == place.names && (link.range.end - link.range.start) as usize + 2 >= length
    };
    place.firmness == Firmness::Sentence && reading.links.iter().any(whole)
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
