//! What sentences are about by their own words, whichever question asks: so that one errand's link is not taken for
//! another's.

use super::compile::CompiledRubric;
use super::lexicon::ConceptId;
use super::reading::Reading;
use super::rule::{Scope, holds};
use crate::rubric::Kind;

/// For each sentence, the e-service questions (by number) that it is about by its own words.
pub(super) fn errands(reading: &Reading<'_>, rubric: &CompiledRubric) -> Vec<Vec<u16>> {
    let mut subjects = vec![Vec::new(); reading.sentences.len()];
    let errands = (0u16..).zip(&rubric.questions).filter(|(_, q)| q.kind == Kind::Eservice && !q.general);
    for (number, question) in errands {
        for &sentence in reading.naming(usize::from(number)) {
            if holds(&question.about, &Scope::sentence(reading, sentence)) {
                subjects[sentence as usize].push(number);
            }
        }
    }
    subjects
}

/// For each sentence that is a heading, whether it is about some information question by its own words, and not only
/// by an action ("Ansök").
pub(super) fn treated(reading: &Reading<'_>, rubric: &CompiledRubric) -> Vec<bool> {
    let mut treated = vec![false; reading.sentences.len()];
    let informs = rubric.questions.iter().enumerate().filter(|(_, question)| question.kind == Kind::Info);
    for (number, question) in informs {
        for &sentence in reading.naming(number).iter().filter(|&&sentence| reading.is_heading(sentence)) {
            let matter = |topic: &&ConceptId| !rubric.actions.contains(topic);
            let named = question
                .topics
                .iter()
                .filter(matter)
                .any(|&topic| reading.sentences[sentence as usize].holds(topic, None));
            treated[sentence as usize] |=
                named && holds(&question.about, &Scope::sentence(reading, sentence));
        }
    }
    treated
}
