//! Evidence: for each question the candidates that a page offers, with the quote that proves them. It must
//! not know other pages, the site's structure, nor how points are summed.

mod compile;
mod eservice;
mod info;
mod lexicon;
mod matching;
mod place;
mod reading;
mod route;
mod rule;
mod values;

pub use compile::{CompiledQuestion, CompiledRubric};
pub use lexicon::Words;
pub use reading::{Fetched, Reading};

use crate::judgement::Route;
use crate::rubric::Points;

/// A place on a page that may answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it gives.
    pub points: Points,
    /// How firmly it stands, for choosing between candidates with equal points; higher is better.
    pub strength: u8,
    /// Sentences that prove it (numbers in the reading), the most telling first.
    pub proof: Vec<u32>,
    /// The address of the link that is part of the proof.
    pub link: Option<url::Url>,
    /// Why, in the rubric's words (Swedish).
    pub reason: String,
    /// How the errand is done (e-service questions).
    pub route: Option<Route>,
}

/// Judges one question on one page: all candidates, best first. Empty when the page does not mention the
/// matter in its content.
pub fn candidates(reading: &Reading<'_>, question: &CompiledQuestion) -> Vec<Candidate> {
    let places = place::places(reading, question);
    let mut found = match question.kind {
        crate::rubric::Kind::Info => info::candidates(reading, question, &places),
        crate::rubric::Kind::Eservice => eservice::candidates(reading, question, &places),
    };
    found.sort_by(|a, b| (b.points, b.strength).cmp(&(a.points, a.strength)).then(a.proof.cmp(&b.proof)));
    found
}
