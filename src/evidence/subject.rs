//! What sentences are about by their own words, whichever question asks: so that one errand's link is not taken for
//! another's.

use super::compile::CompiledRubric;
use super::reading::Reading;
use super::rule::{Scope, prove};
use crate::page::Zone;
use crate::rubric::Kind;

/// For each sentence, the e-service questions (by number) that it is about by its own words.
pub(super) fn errands(reading: &Reading<'_>, rubric: &CompiledRubric) -> Vec<Vec<u16>> {
    let mut subjects = vec![Vec::new(); reading.sentences.len()];
    let errands = (0u16..).zip(&rubric.questions).filter(|(_, q)| q.kind == Kind::Eservice && !q.general);
    for (number, question) in errands {
        for sentence in reading.naming(&question.topics) {
            let scope = Scope { reading, sentences: sentence..sentence + 1, above: &[], within: None };
            if prove(&question.about, &scope).is_some() {
                subjects[sentence as usize].push(number);
            }
        }
    }
    subjects
}

/// For each sentence that is a heading, whether it is about some information question by its own words.
pub(super) fn treated(reading: &Reading<'_>, rubric: &CompiledRubric) -> Vec<bool> {
    let mut treated = vec![false; reading.sentences.len()];
    for heading in reading.page.headings.iter().filter(|h| reading.page.blocks[h.block].zone == Zone::Main) {
        let sentence = reading.of_block[heading.block].start;
        let scope = Scope { reading, sentences: sentence..sentence + 1, above: &[], within: None };
        treated[sentence as usize] = rubric.questions.iter().any(|question| {
            question.kind == Kind::Info
                && question
                    .topics
                    .iter()
                    .any(|&topic| reading.sentences[sentence as usize].holds(topic, None))
                && prove(&question.about, &scope).is_some()
        });
    }
    treated
}
