//! Evidence: for each question the candidates that a page offers, with the quote that proves them. It must
//! not know other pages, the site's structure, nor how points are summed.

mod anchor;
mod candidate;
mod compile;
mod eservice;
mod info;
mod lexicon;
mod matching;
mod outline;
mod place;
mod pointer;
mod postings;
mod probe;
mod reading;
mod route;
mod rule;
mod signature;
mod stuffing;
mod subject;
mod test;
mod values;
mod words;

pub use candidate::{Candidate, Route};
pub use compile::{CompiledQuestion, CompiledRubric};
pub use probe::{CompiledCase, CompiledProbe, ProbeTest, WholePage};
pub use reading::{Fetched, Reading};
pub use words::Words;

use crate::rubric::Kind;

/// Judges one question (by its number in the compiled rubric) on one page: all candidates, best first. Empty when the page does not mention the
/// matter in its content.
pub fn candidates(reading: &Reading<'_>, rubric: &CompiledRubric, number: usize) -> Vec<Candidate> {
    let question = &rubric.questions[number];
    let places = place::places(reading, rubric, number);
    let mut found = match question.kind {
        Kind::Info => info::candidates(reading, question, &places),
        Kind::Eservice => eservice::candidates(reading, rubric, number, &places),
    };
    for candidate in &mut found {
        stuffing::lower(candidate, &question.asked, reading);
    }
    found.sort_by(|a, b| (b.points, b.strength).cmp(&(a.points, a.strength)).then(a.proof.cmp(&b.proof)));
    found
}
